package dev.weir.dom;

import dev.weir.dom.ScriptProcessing.PendingScript;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.html.DocumentUrl;
import dev.weir.webidl.Realm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Loads a page into a document: builds its tree, runs its scripts where they stand, fires the events of loading.
 *
 * <p>jsoup parses the whole source first. The nodes then move into the document one by one in their order, so that a
 * script sees what a browser's parser would have made by then: what stands before it, and the elements it is in.
 *
 * <p>Every step runs on the loop's thread outside of any script, so that microtasks run between scripts and between
 * listeners.
 *
 * @see <a href="https://html.spec.whatwg.org/#parsing">HTML, parsing</a>
 * @see <a href="https://html.spec.whatwg.org/#the-end">HTML, the end</a>
 */
public final class PageLoader {
    /** An element whose children are still to be inserted. */
    private record OpenElement(
            Element element, Deque<Node> children, @Nullable HTMLScriptElement script) {}

    private final Document document;
    private final Realm realm;
    private final ScriptProcessing scripts;
    private final Deque<OpenElement> open = new ArrayDeque<>();
    private Runnable loaded = () -> {};

    /** A loader for a document that is empty; the document's scripts run with the fetcher and runner from now on. */
    public PageLoader(Document document, ScriptFetcher fetcher, ScriptRunner runner) {
        this.document = document;
        realm = document.realm();
        scripts = new ScriptProcessing(document, fetcher, runner);
        document.setScripts(scripts);
    }

    /**
     * Begins to load; tasks on the loop do the rest. Called on the loop's thread, once.
     *
     * @param loaded runs on the loop when the load event has been fired
     */
    public void load(PageSource source, Runnable loaded) {
        this.loaded = loaded;
        Parser parser = Parser.htmlParser().setTrackPosition(true);
        org.jsoup.nodes.Document parsed = parser.parseInput(Names.normalizeNewlines(source.html()), "");
        ParsedFormOwners.of(realm).parsed(parsed);
        if (!document.url().equalsIgnoringFragment(DocumentUrl.ABOUT_SRCDOC)) { // which needs no doctype
            document.tree().quirksMode(parsed.quirksMode());
        }
        document.beginLoading(source.encoding());
        open.push(new OpenElement(document.tree(), takeChildren(parsed), null));
        realm.loop().execute(this::parse);
    }

    private static Deque<Node> takeChildren(Element element) {
        List<Node> children = new ArrayList<>(element.childNodes());
        element.empty();
        return new ArrayDeque<>(children);
    }

    /** Inserts nodes until a script has to be waited for or none is left. */
    private void parse() {
        while (!open.isEmpty()) {
            boolean wait = false;
            try {
                wait = parseNext(open.element());
            } catch (RuntimeException | Error e) { // a bug of ours at one node or script: the page goes on
                realm.reporter().reportHostFailure(e);
            }
            if (wait) {
                return;
            }
        }
        end();
    }

    /** Inserts the next node or ends the element; whether its script has to be waited for. */
    private boolean parseNext(OpenElement current) {
        Node next = current.children().poll();
        if (next != null) {
            insert(next, current.element());
            return false;
        }
        open.pop();
        return current.script() != null && mustWaitFor(current.script());
    }

    private void insert(Node node, Element parent) {
        Document target = document.documentOf(parent);
        if (!(node instanceof Element element)) {
            target.changes().parserInserted(node, parent);
            return;
        }
        if (Tree.is(element, "template")) {
            ParsedTree.prepareTemplate(element, target, script -> {});
        } else if (Tree.is(element, "noscript")) {
            ParsedTree.flatten(element);
        }
        HTMLScriptElement script = Tree.is(element, "script") ? (HTMLScriptElement) target.peer(element) : null;
        if (script != null) {
            script.parserInserted = true;
            script.forceAsync = false;
        }
        Deque<Node> children = takeChildren(element);
        target.changes().parserInserted(element, parent);
        open.push(new OpenElement(element, children, script));
    }

    /** At a script's end tag: runs it, unless it has to be fetched first. */
    private boolean mustWaitFor(HTMLScriptElement script) {
        PendingScript pending = scripts.prepare(script);
        if (pending == null) {
            return false;
        }
        if (pending.ready) {
            scripts.execute(pending);
            return false;
        }
        pending.whenReady = () -> realm.loop().execute(() -> {
            scripts.execute(pending);
            parse();
        });
        return true;
    }

    // ---- the end of parsing, which is reached whatever listeners do: they may use up the memory

    private void end() {
        try {
            document.setReadyState("interactive");
        } finally {
            runDeferred();
        }
    }

    private void runDeferred() {
        for (PendingScript next = scripts.nextDeferred(); next != null; next = scripts.nextDeferred()) {
            PendingScript pending = next;
            if (!pending.ready) {
                pending.whenReady = () -> realm.loop().execute(() -> {
                    scripts.execute(pending);
                    runDeferred();
                });
                return;
            }
            scripts.execute(pending);
        }
        realm.loop().execute(() -> {
            try {
                document.fire(new Event(realm, "DOMContentLoaded", true, false, false));
            } finally {
                scripts.whenNoneIsPending(() -> realm.loop().execute(this::complete));
            }
        });
    }

    private void complete() {
        try {
            document.setReadyState("complete");
            EventTarget window = document.window();
            if (window != null) {
                window.fire(Event.simple(realm, "load"), document);
            }
        } finally {
            loaded.run();
        }
    }
}
