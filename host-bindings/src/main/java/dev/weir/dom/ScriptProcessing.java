package dev.weir.dom;

import dev.weir.dom.ScriptRunner.ScriptText;
import dev.weir.encoding.codec.Encoding;
import dev.weir.encoding.codec.Utf8;
import dev.weir.events.Event;
import dev.weir.infra.Ascii;
import dev.weir.mimesniff.MimeType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides which scripts of a document run, and when.
 *
 * <p>Author code runs in {@link #execute}; the lists below may have changed after it.
 *
 * @see <a href="https://html.spec.whatwg.org/#script-processing-model">HTML, script processing model</a>
 */
final class ScriptProcessing {
    private final Document document;
    private final ScriptFetcher fetcher;
    private final ScriptRunner runner;
    /** [[list of scripts that will execute when the document has finished parsing]] */
    private final Deque<PendingScript> deferred = new ArrayDeque<>();
    /** [[list of scripts that will execute in order as soon as possible]] */
    private final Deque<PendingScript> inOrder = new ArrayDeque<>();
    /** [[set of scripts that will execute as soon as possible]] */
    private final Set<PendingScript> asSoonAsPossible = new HashSet<>();
    /** The frames on their way somewhere. */
    private int loadingFrames;
    /** What to do when nothing delays the load event any more. */
    private @Nullable Runnable whenNoneIsPending;

    ScriptProcessing(Document document, ScriptFetcher fetcher, ScriptRunner runner) {
        this.document = document;
        this.fetcher = fetcher;
        this.runner = runner;
    }

    /** A script whose source may be on its way. */
    static final class PendingScript {
        final HTMLScriptElement element;
        final boolean module;
        final boolean external;
        /** The source; null while it is fetched, and after that failed. */
        @Nullable
        ScriptText text;

        boolean ready;

        @Nullable
        Runnable whenReady;

        PendingScript(HTMLScriptElement element, boolean module, boolean external) {
            this.element = element;
            this.module = module;
            this.external = external;
        }

        private void becomeReady(@Nullable ScriptText result) {
            if (ready) {
                return;
            }
            text = result;
            ready = true;
            if (whenReady != null) {
                whenReady.run();
            }
        }
    }

    /** {@code classic}, {@code module}, or null for data. */
    private static @Nullable String typeOf(HTMLScriptElement script) {
        String type = script.getAttribute("type");
        String language = script.getAttribute("language");
        String mime;
        if (type != null) {
            mime = type.isEmpty() ? "text/javascript" : Names.stripWhitespace(type);
        } else {
            mime = language == null || language.isEmpty() ? "text/javascript" : "text/" + language;
        }
        String lower = Ascii.lowercase(mime);
        return MimeType.isJavaScriptEssence(lower) ? "classic" : lower.equals("module") ? "module" : null;
    }

    /**
     * Prepares a script: one that is to run now does. Returns the script that the parser has to wait for, or null.
     *
     * @see <a href="https://html.spec.whatwg.org/#prepare-the-script-element">HTML, prepare the script element</a>
     */
    @Nullable
    PendingScript prepare(HTMLScriptElement script) {
        boolean fromParser = script.parserInserted;
        script.parserInserted = false;
        if (script.alreadyStarted || !script.isConnected()) {
            return null;
        }
        if (fromParser && !script.hasAttribute("async")) {
            script.forceAsync = true;
        }
        String source = script.text();
        String src = script.getAttribute("src");
        String type = typeOf(script);
        if ((src == null && source.isEmpty()) || type == null) {
            return null;
        }
        if (fromParser) {
            script.forceAsync = false;
        }
        script.alreadyStarted = true;
        if (!isStillHere(script)) {
            return null;
        }
        boolean module = type.equals("module");
        if (script.hasAttribute("nomodule") && !module) {
            return null;
        }
        PendingScript pending = new PendingScript(script, module, src != null);
        if (src != null) {
            String url = document.resolve(src).orElse(null);
            if (src.isEmpty() || url == null) {
                document.realm().loop().execute(() -> script.fire(Event.simple(document.realm(), "error")));
                return null;
            }
            return schedule(pending, fromParser, url);
        }
        pending.text = inlineText(script, source);
        pending.ready = true;
        if (module) {
            return schedule(pending, fromParser, null);
        }
        execute(pending);
        return null;
    }

    /** Whether no script has moved this one to another document, or ended the frame of this one. */
    private boolean isStillHere(HTMLScriptElement script) {
        return script.document() == document && document.isFullyActive();
    }

    private ScriptText inlineText(HTMLScriptElement script, String source) {
        org.jsoup.nodes.Node first = Tree.firstChild(script.raw);
        org.jsoup.nodes.Range.Position start =
                first == null ? null : first.sourceRange().start();
        String url = document.url().href();
        return start == null || !start.isTracked()
                ? new ScriptText(source, url, true, 1, 1)
                : new ScriptText(source, url, true, start.lineNumber(), start.columnNumber());
    }

    /** Puts the script where it belongs and begins to fetch it, if it has a URL. */
    private @Nullable PendingScript schedule(PendingScript pending, boolean fromParser, @Nullable String url) {
        HTMLScriptElement script = pending.element;
        boolean blocking = false;
        if (script.hasAttribute("async") || script.forceAsync) {
            asSoonAsPossible.add(pending);
            pending.whenReady = () -> later(() -> runAsSoonAsPossible(pending));
        } else if (!fromParser) {
            inOrder.add(pending);
            pending.whenReady = () -> later(this::runInOrder);
        } else if (pending.module || script.hasAttribute("defer")) {
            deferred.add(pending);
        } else {
            blocking = true;
        }
        if (url != null) {
            fetch(pending, url);
        } else if (pending.whenReady != null) {
            pending.whenReady.run();
        }
        return blocking ? pending : null;
    }

    private void later(Runnable steps) {
        document.realm().loop().execute(steps);
    }

    private void fetch(PendingScript pending, String url) {
        ScriptFetcher.Callback callback = new ScriptFetcher.Callback() {
            @Override
            public void fetched(String text) {
                pending.becomeReady(new ScriptText(text, url, false, 1, 1));
            }

            @Override
            public void failed() {
                pending.becomeReady(null);
            }
        };
        try {
            fetcher.fetch(url, pending.module, decoderOf(pending), callback);
        } catch (RuntimeException | Error e) { // whoever waits for the script is told that it cannot be had
            document.realm().reporter().reportHostFailure(e);
            callback.failed();
        }
    }

    /** A module is UTF-8; a classic script is in the encoding of its {@code charset} or, without one, of its document. */
    private Function<byte[], String> decoderOf(PendingScript pending) {
        if (pending.module) {
            return Utf8::decode;
        }
        String label = pending.element.getAttribute("charset");
        Encoding named = label == null ? null : Encoding.forLabel(label);
        return (named == null ? document.encoding() : named)::decode;
    }

    private void runAsSoonAsPossible(PendingScript pending) {
        if (asSoonAsPossible.remove(pending)) {
            execute(pending);
            checkPending();
        }
    }

    private void runInOrder() {
        while (!inOrder.isEmpty() && inOrder.getFirst().ready) {
            execute(inOrder.removeFirst());
        }
        checkPending();
    }

    /** The next script to run after parsing, or null; it may not be ready. */
    @Nullable
    PendingScript nextDeferred() {
        return deferred.poll();
    }

    /** A frame has begun to go somewhere, or has ended that. */
    void delayLoadEvent(boolean delayed) {
        loadingFrames += delayed ? 1 : -1;
        checkPending();
    }

    /** Runs the steps once no script or frame that delays the load event is left; now, if none is. */
    void whenNoneIsPending(Runnable steps) {
        whenNoneIsPending = steps;
        checkPending();
    }

    private void checkPending() {
        Runnable steps = whenNoneIsPending;
        if (steps != null && loadingFrames == 0 && asSoonAsPossible.isEmpty() && inOrder.isEmpty()) {
            whenNoneIsPending = null;
            steps.run();
        }
    }

    /** Runs a script; a bug of the host's meanwhile is reported, and whoever waits for the script's end goes on. */
    void execute(PendingScript pending) {
        try {
            run(pending);
        } catch (RuntimeException | Error e) {
            document.realm().reporter().reportHostFailure(e);
        }
    }

    /** https://html.spec.whatwg.org/#execute-the-script-element */
    private void run(PendingScript pending) {
        HTMLScriptElement script = pending.element;
        if (!isStillHere(script)) {
            return;
        }
        ScriptText text = pending.text;
        if (text == null) {
            script.fire(Event.simple(document.realm(), "error"));
            return;
        }
        if (pending.module) {
            HTMLScriptElement outer = document.currentScript();
            document.setCurrentScript(null);
            try {
                runner.runModule(text);
            } finally {
                document.setCurrentScript(outer);
            }
        } else {
            HTMLScriptElement outer = document.currentScript();
            document.setCurrentScript(script);
            try {
                runner.runClassic(text);
            } finally {
                document.setCurrentScript(outer);
            }
        }
        if (pending.external) {
            script.fire(Event.simple(document.realm(), "load"));
        }
    }
}
