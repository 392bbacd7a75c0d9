package dev.weir.fetch;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.fileapi.Blob;
import dev.weir.fileapi.BlobBytes;
import dev.weir.mimesniff.MimeType;
import dev.weir.streams.ReadableStream;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.function.Function;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What requests and responses have in common.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#body-mixin">Fetch, Body mixin</a>
 */
public abstract class BodyOwner extends PlatformObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            typedef (Blob or BufferSource or FormData or URLSearchParams or USVString) XMLHttpRequestBodyInit;
            typedef (ReadableStream or XMLHttpRequestBodyInit) BodyInit;
            interface mixin Body {
              readonly attribute ReadableStream? body;
              readonly attribute boolean bodyUsed;
              Promise<ArrayBuffer> arrayBuffer();
              Promise<Blob> blob();
              Promise<Uint8Array> bytes();
              Promise<FormData> formData();
              Promise<any> json();
              Promise<USVString> text();
            };
            """).script(BodyOwner.class, "fetch.js");

    private final @Nullable Body body;
    private final Headers headers;

    BodyOwner(Realm realm, Headers headers, @Nullable Body body) {
        super(realm);
        this.headers = headers;
        this.body = body;
    }

    @Export
    public final Headers headers() {
        return headers;
    }

    final @Nullable Body bodyOrNull() {
        return body;
    }

    final boolean isUnusable() {
        return body != null && body.isUnusable();
    }

    /** The copy of the body for a clone of its owner. */
    final @Nullable Body copyOfBody() {
        if (isUnusable()) {
            throw WebException.typeError(interfaceName() + ".clone: the body is used already, or locked");
        }
        return body == null ? null : body.copy();
    }

    @Export
    public final @Nullable ReadableStream body() {
        return body == null ? null : body.stream();
    }

    @Export
    public final boolean bodyUsed() {
        return body != null && body.isDisturbed();
    }

    @Export
    public final Value arrayBuffer() {
        return consume("arrayBuffer", bytes -> bytes.toArrayBuffer(realm));
    }

    @Export
    public final Value blob() {
        return consume("blob", bytes -> new Blob(realm, bytes, serializedType()).toValue());
    }

    private String serializedType() {
        MimeType type = headers.list().mimeType();
        return type == null ? "" : type.serialize();
    }

    @Export
    public final Value bytes() {
        return consume("bytes", bytes -> bytes.toUint8Array(realm));
    }

    @Export
    public final Value formData() {
        return consume(
                "formData",
                bytes -> FormDataBody.read(realm, headers.list().mimeType(), bytes)
                        .toValue());
    }

    @Export
    public final Value json() {
        return consume("json", bytes -> realm.callFunction("parseJson", bytes.decodeUtf8()));
    }

    @Export
    public final Value text() {
        return consume("text", BlobBytes::decodeUtf8);
    }

    /** https://fetch.spec.whatwg.org/#concept-body-consume-body */
    private Value consume(String operation, Function<BlobBytes, Object> convert) {
        if (isUnusable()) {
            return Promise.rejectedWith(
                    realm,
                    realm.typeError(interfaceName() + "." + operation + ": the body is used already, or locked"));
        }
        Promise promise = Promise.create(realm);
        Body read = body;
        if (read == null) {
            settle(promise, BlobBytes.EMPTY, convert);
        } else {
            read.readAll(bytes -> settle(promise, bytes, convert), promise::reject);
        }
        return promise.value();
    }

    private void settle(Promise promise, BlobBytes bytes, Function<BlobBytes, Object> convert) {
        try {
            promise.resolve(convert.apply(bytes));
        } catch (WebException e) {
            promise.reject(realm.toValue(e));
        } catch (OutOfMemoryError e) {
            promise.reject(NetworkErrors.of(realm, NetworkErrors.NO_MEMORY));
        } catch (PolyglotException e) {
            if (!e.isResourceExhausted()) {
                throw e;
            }
            promise.reject(NetworkErrors.of(realm, NetworkErrors.NO_MEMORY));
        }
    }
}
