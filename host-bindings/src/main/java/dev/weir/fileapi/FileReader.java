package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.EventTarget;
import dev.weir.webidl.DOMException;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import dev.weir.xhr.progress.ProgressEvent;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a blob in tasks and tells of it by events. Nothing of a blob is far away, so that reading fails only where there
 * is more of it than one result can be.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#APIASynch">File API, FileReader</a>
 */
public final class FileReader extends EventTarget {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*]
            interface FileReader : EventTarget {
              constructor();
              undefined readAsArrayBuffer(Blob blob);
              undefined readAsBinaryString(Blob blob);
              undefined readAsText(Blob blob, optional DOMString encoding);
              undefined readAsDataURL(Blob blob);
              undefined abort();
              const unsigned short EMPTY = 0;
              const unsigned short LOADING = 1;
              const unsigned short DONE = 2;
              readonly attribute unsigned short readyState;
              readonly attribute any result;
              readonly attribute DOMException? error;
              attribute EventHandler onloadstart;
              attribute EventHandler onprogress;
              attribute EventHandler onload;
              attribute EventHandler onabort;
              attribute EventHandler onerror;
              attribute EventHandler onloadend;
            };
            """).statics("FileReader", Statics::new);

    private enum State {
        EMPTY,
        LOADING,
        DONE
    }

    private State state = State.EMPTY;
    /** A String, a Value, or null. */
    private @Nullable Object result;
    /** What the last read failed with. */
    private @Nullable DOMException error;
    /** Counts reads; the tasks of one that was aborted find another number here. */
    private int read;

    private FileReader(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "FileReader";
    }

    @Export
    public void readAsArrayBuffer(Blob blob) {
        read(blob, PackageData.ARRAY_BUFFER, null);
    }

    @Export
    public void readAsBinaryString(Blob blob) {
        read(blob, PackageData.BINARY_STRING, null);
    }

    @Export
    public void readAsText(Blob blob, @Nullable String encoding) {
        read(blob, PackageData.TEXT, encoding);
    }

    @Export
    public void readAsDataURL(Blob blob) {
        read(blob, PackageData.DATA_URL, null);
    }

    /** https://w3c.github.io/FileAPI/#readOperation */
    private void read(Blob blob, PackageData kind, @Nullable String label) {
        if (state == State.LOADING) {
            throw WebException.dom("InvalidStateError", "a read is under way already");
        }
        state = State.LOADING;
        result = null;
        error = null;
        int own = ++read;
        long size = blob.content().size();
        postTask(own, () -> fire("loadstart", 0, size));
        if (size > 0) {
            postTask(own, () -> fire("progress", size, size));
        }
        postTask(own, () -> packageData(kind, blob, label));
    }

    private void postTask(int own, Runnable steps) {
        // Not as one task of the realm's: microtasks run after each listener, between the events of one task too.
        realm.loop().execute(() -> {
            if (read == own && state == State.LOADING) {
                steps.run();
            }
        });
    }

    private void packageData(PackageData kind, Blob blob, @Nullable String label) {
        long size = blob.content().size();
        Object made;
        try {
            made = kind.of(blob, label);
        } catch (WebException e) {
            fail(e.getMessage(), size);
            return;
        } catch (PolyglotException e) {
            if (!e.isGuestException() || e.isCancelled() || e.isInterrupted() || e.isExit()) {
                throw e;
            }
            fail("the blob cannot be read: " + e.getMessage(), size); // the engine refuses to make the buffer
            return;
        }
        state = State.DONE;
        result = made;
        fire("load", size, size);
        fireLoadEnd(size, size);
    }

    private void fail(String message, long size) {
        state = State.DONE;
        error = new DOMException(realm, message, "NotReadableError");
        fire("error", 0, size);
        fireLoadEnd(0, size);
    }

    /** Unless a listener has begun another read. */
    private void fireLoadEnd(long loaded, long total) {
        if (state != State.LOADING) {
            fire("loadend", loaded, total);
        }
    }

    private void fire(String type, long loaded, long total) {
        fire(new ProgressEvent(realm, type, loaded, total));
    }

    @Export
    public void abort() {
        result = null;
        if (state == State.LOADING) {
            state = State.DONE;
            fire("abort", 0, 0);
            fireLoadEnd(0, 0);
        }
    }

    @Export
    public int readyState() {
        return state.ordinal();
    }

    @Export
    public @Nullable Object result() {
        return result;
    }

    @Export
    public @Nullable DOMException error() {
        return error;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public FileReader construct() {
            return new FileReader(realm);
        }
    }
}
