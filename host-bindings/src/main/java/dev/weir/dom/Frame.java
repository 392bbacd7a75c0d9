package dev.weir.dom;

import dev.weir.dom.FrameRunner.FrameWindow;
import dev.weir.events.Event;
import dev.weir.html.DocumentUrl;
import dev.weir.html.Window;
import dev.weir.infra.Ascii;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is in a frame as long as its element is in a document: the window, and where it goes.
 *
 * <p>A page of another origin is not shown, as if it had forbidden to be framed: its window would have to be kept from the
 * scripts around it, and nothing here does that. NON-STANDARD: a window whose page gives way to another is another object.
 *
 * @see <a href="https://html.spec.whatwg.org/#process-the-iframe-attributes">HTML, process the iframe attributes</a>
 */
final class Frame {
    /** What a sandbox must allow: nothing here would keep a page in one that is closer. */
    static final List<String> SANDBOX_NEEDS = List.of("allow-same-origin", "allow-scripts");

    /** Pages that show each other under ever new URLs come to an end. */
    private static final int MAX_DEPTH = 20;

    /** The schemes of pages that a page of a file may show. */
    private static final Set<String> LOCAL = Set.of("file:", "blob:");

    private final HTMLIFrameElement element;
    private final FrameRunner runner;
    private final Document owner;
    private final Window ownerWindow;
    private FrameWindow shown;
    /** Whether the window shows the empty document that it began with. */
    private boolean initial = true;
    /** What was asked for last; null when that is there. */
    private @Nullable Object pending;

    private Runnable cancelFetch = () -> {};

    Frame(HTMLIFrameElement element, Window ownerWindow, FrameRunner runner) {
        this.element = element;
        this.ownerWindow = ownerWindow;
        this.runner = runner;
        owner = element.document();
        shown = open(element.reflectedAttribute("name"));
    }

    private FrameWindow open(String name) {
        FrameWindow opened = runner.open();
        opened.window().setFrame(element, this::navigate, name);
        return opened;
    }

    Window window() {
        return shown.window();
    }

    Document document() {
        return shown.document();
    }

    /** The element has become part of the document. */
    void begin() {
        if (!element.hasAttribute("srcdoc") && isBlank(source())) {
            element.fire(Event.simple(owner.realm(), "load"));
        } else {
            processAttributes();
        }
    }

    void processAttributes() {
        if (element.hasAttribute("srcdoc")) {
            navigate(DocumentUrl.ABOUT_SRCDOC);
            return;
        }
        DocumentUrl source = source();
        if (pending != null || !shown.window().navigateToFragment(source)) {
            navigate(source);
        }
    }

    /** Where the {@code src} attribute leads. */
    private DocumentUrl source() {
        String src = element.getAttribute("src");
        String href = src == null || src.isEmpty() ? null : owner.resolve(src).orElse(null);
        DocumentUrl url = href == null ? null : DocumentUrl.ABOUT_BLANK.resolve(href);
        return url == null || isAround(url) ? DocumentUrl.ABOUT_BLANK : url;
    }

    /** Whether one of the pages around the frame is this one, which would have no end. */
    private boolean isAround(DocumentUrl url) {
        for (Window around = ownerWindow; around != null; around = around.creator()) {
            if (url.equalsIgnoringFragment(around.url())) {
                return true;
            }
        }
        return false;
    }

    private String srcdoc() {
        return Objects.requireNonNullElse(element.getAttribute("srcdoc"), "");
    }

    private int depth() {
        int depth = 0;
        for (Window around = ownerWindow; around != null; around = around.creator()) {
            depth++;
        }
        return depth;
    }

    private static boolean isBlank(DocumentUrl url) {
        return url.protocol().equals("about:") && url.pathname().equals("blank");
    }

    private void navigate(DocumentUrl url) {
        if (isRefused(url)) {
            return;
        }
        Object navigation = beginNavigation();
        if (url.protocol().equals("about:")) {
            PageSource source = PageSource.of(isBlank(url) ? "" : srcdoc());
            owner.realm().loop().execute(() -> show(navigation, source, url));
            return;
        }
        cancelFetch = runner.fetch(url, new FrameRunner.Callback() {
            @Override
            public void fetched(PageSource source, DocumentUrl found) {
                show(navigation, source, found);
            }

            @Override
            public void failed() {
                finish(navigation);
            }
        });
    }

    /** Whether the frame cannot show what is there, which is said on the console; its load event tells nothing of it. */
    private boolean isRefused(DocumentUrl url) {
        String why = reasonToRefuse(url);
        if (why == null) {
            return false;
        }
        runner.printError("A frame cannot show " + url.href() + ": " + why);
        Object navigation = beginNavigation();
        owner.realm().loop().execute(() -> finish(navigation));
        return true;
    }

    private @Nullable String reasonToRefuse(DocumentUrl url) {
        String sandbox = element.getAttribute("sandbox");
        if (sandbox != null
                && !Names.splitOnWhitespace(Ascii.lowercase(sandbox)).containsAll(SANDBOX_NEEDS)) {
            return "a sandbox must have " + String.join(" and ", SANDBOX_NEEDS);
        }
        if (url.protocol().equals("about:")) {
            boolean there = isBlank(url)
                    || (url.equalsIgnoringFragment(DocumentUrl.ABOUT_SRCDOC) && element.hasAttribute("srcdoc"));
            return there ? null : "there is no such page";
        }
        if (depth() > MAX_DEPTH) {
            return "there are " + MAX_DEPTH + " frames around it";
        }
        DocumentUrl around = ownerWindow.environmentUrl();
        // Files have opaque origins: which of them a page of a file may show is a matter of the embedder's grants; and
        // the runtime shows only those blobs that were made in its windows.
        boolean same = url.origin().equals("null")
                ? around.protocol().equals("file:") && LOCAL.contains(url.protocol())
                : url.origin().equals(around.origin());
        return same ? null : "frames show pages of the same origin only";
    }

    /** Begins to go somewhere else; the owner's load event waits for it. */
    private Object beginNavigation() {
        cancelFetch.run();
        cancelFetch = () -> {};
        Object navigation = new Object();
        if (pending == null) {
            delayLoadEvent(true);
        }
        pending = navigation;
        return navigation;
    }

    private void show(Object navigation, PageSource source, DocumentUrl url) {
        if (pending != navigation) {
            return; // it went elsewhere, or is no more
        }
        if (!initial) {
            leave();
            shown = open(shown.window().name());
        }
        initial = false;
        shown.load(source, url, () -> finish(navigation));
    }

    private void finish(Object navigation) {
        if (pending != navigation) {
            return;
        }
        pending = null;
        try {
            element.fire(Event.simple(owner.realm(), "load"));
        } finally { // whatever listeners do: they may use up the memory
            delayLoadEvent(false);
        }
    }

    private void delayLoadEvent(boolean delayed) {
        ScriptProcessing scripts = owner.scriptProcessing();
        if (scripts != null) {
            scripts.delayLoadEvent(delayed);
        }
    }

    /** The element leaves the document. */
    void end() {
        cancelFetch.run();
        if (pending != null) {
            pending = null;
            delayLoadEvent(false);
        }
        leave();
    }

    private void leave() {
        shown.window().leaveFrame();
        shown.close();
    }
}
