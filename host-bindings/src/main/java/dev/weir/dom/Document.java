package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.encoding.codec.Encoding;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.html.DocumentUrl;
import dev.weir.html.Location;
import dev.weir.html.Window;
import dev.weir.infra.Ascii;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.List;
import java.util.Optional;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A document: the root of a tree and the maker of its nodes. The peer of a {@link org.jsoup.nodes.Document}.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-document">DOM, Document</a>
 * @see <a href="https://html.spec.whatwg.org/#the-document-object">HTML, Document</a>
 */
public final class Document extends ContainerNode {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface Document : Node {
              constructor();
              [SameObject] readonly attribute DOMImplementation implementation;
              readonly attribute USVString URL;
              readonly attribute USVString documentURI;
              readonly attribute DOMString compatMode;
              readonly attribute DOMString characterSet;
              readonly attribute DOMString charset;
              readonly attribute DOMString inputEncoding;
              readonly attribute DOMString contentType;
              readonly attribute DocumentType? doctype;
              readonly attribute Element? documentElement;
              HTMLCollection getElementsByTagName(DOMString qualifiedName);
              HTMLCollection getElementsByTagNameNS(DOMString? namespace, DOMString localName);
              HTMLCollection getElementsByClassName(DOMString classNames);
              NodeList getElementsByName(DOMString elementName);
              Element? getElementById(DOMString elementId);
              [NewObject] Element createElement(DOMString localName, optional any options);
              [NewObject] Element createElementNS(DOMString? namespace, DOMString qualifiedName, optional any options);
              [NewObject] DocumentFragment createDocumentFragment();
              [NewObject] Text createTextNode(DOMString data);
              [NewObject] Comment createComment(DOMString data);
              [NewObject] Attr createAttribute(DOMString localName);
              [NewObject] Event createEvent(DOMString interface);
              [NewObject] NodeIterator createNodeIterator(Node root, optional unsigned long whatToShow = 0xFFFFFFFF,
                  optional NodeFilter? filter = null);
              [NewObject] TreeWalker createTreeWalker(Node root, optional unsigned long whatToShow = 0xFFFFFFFF,
                  optional NodeFilter? filter = null);
              [NewObject] Node importNode(Node node, optional boolean subtree = false);
              Node adoptNode(Node node);
              [PutForwards=href, LegacyUnforgeable] readonly attribute Location? location;
              readonly attribute DOMString referrer;
              attribute USVString cookie;
              readonly attribute DOMString readyState;
              readonly attribute DOMString visibilityState;
              readonly attribute boolean hidden;
              boolean hasFocus();
              attribute DOMString title;
              attribute DOMString dir;
              attribute HTMLElement? body;
              readonly attribute HTMLHeadElement? head;
              readonly attribute Element? scrollingElement;
              [SameObject] readonly attribute HTMLCollection images;
              [SameObject] readonly attribute HTMLCollection links;
              [SameObject] readonly attribute HTMLCollection forms;
              [SameObject] readonly attribute HTMLCollection scripts;
              readonly attribute HTMLScriptElement? currentScript;
              readonly attribute Element? activeElement;
              readonly attribute Window? defaultView;
              undefined write(DOMString... text);
              undefined writeln(DOMString... text);
              Document open(any... arguments);
              undefined close();
              attribute EventHandler onreadystatechange;
              attribute EventHandler onvisibilitychange;
            };
            Document includes ParentNode;
            [Exposed=Window]
            interface DOMImplementation {
              [NewObject] DocumentType createDocumentType(DOMString name, DOMString publicId, DOMString systemId);
              [NewObject] Document createHTMLDocument(optional DOMString title);
              boolean hasFeature();
            };
            partial interface Window {
              [LegacyUnforgeable] readonly attribute Document document;
              [Replaceable, Script] readonly attribute any event;
            };
            """).statics("Document", Statics::new).script(Document.class, "dom.js");

    private final DocumentUrl url;
    private final @Nullable EventTarget window;
    private final TreeChanges changes = new TreeChanges(this);
    private final DocumentCollections collections = new DocumentCollections(this);
    private final DocumentFocus focus = new DocumentFocus();
    private final DocumentFrames frames = new DocumentFrames();
    private final DocumentCookies cookies;
    private String readyState = "complete";
    private Encoding encoding = Encoding.UTF_8;
    private @Nullable HTMLScriptElement currentScript;
    private @Nullable ScriptProcessing scriptProcessing;
    private @Nullable NavigationListener navigationListener;
    private @Nullable DOMImplementation implementation;

    Document(Realm realm, DocumentUrl url, @Nullable EventTarget window) {
        super(realm, null, new org.jsoup.nodes.Document(""));
        this.url = url;
        this.window = window;
        cookies = new DocumentCookies(realm, window instanceof Window w ? w.environmentUrl() : url, window != null);
    }

    /**
     * Makes the document of a window: empty, complete, and known to the realm from now on.
     *
     * @param window where events go on to from the document
     */
    public static Document create(Realm realm, DocumentUrl url, EventTarget window) {
        Document document = new Document(realm, url, window);
        if (window instanceof Window w) {
            w.setBaseUrl(document::baseUrl);
            w.setFrameCount(document.frames::count);
        }
        realm.bindService(Document.class, document);
        realm.serviceOrMade(NamedProperties.class, () -> NamedProperties.install(realm))
                .setDocument(document);
        return document;
    }

    /** As {@link #create}, with an empty head and body: what about:blank shows. */
    public static Document createBlank(Realm realm, DocumentUrl url, EventTarget window) {
        Document document = create(realm, url, window);
        DOMImplementation.addSkeleton(document, null);
        return document;
    }

    /**
     * Makes a document that belongs to no window of a source: it is complete, and no script in it ever runs.
     *
     * @param url absolute
     */
    public static Document parse(Realm realm, PageSource source, String url) {
        DocumentUrl parsedUrl = DocumentUrl.ABOUT_BLANK.resolve(url);
        Document document = new Document(realm, parsedUrl == null ? DocumentUrl.ABOUT_BLANK : parsedUrl, null);
        document.encoding = source.encoding();
        Markup.parseInto(document, source.html());
        return document;
    }

    /** The document of the realm's window. */
    static Document of(Realm realm) {
        Document document = realm.serviceIfBound(Document.class);
        if (document == null) {
            // A window may make its document when it is first asked for.
            if (realm.global() instanceof Window window) {
                window.document();
            }
            document = realm.serviceIfBound(Document.class);
        }
        if (document == null) {
            throw WebException.dom("NotSupportedError", "there is no document here");
        }
        return document;
    }

    // ---- for other classes

    /** The peer of a jsoup node. */
    Node peer(org.jsoup.nodes.Node node) {
        Node existing = existing(node);
        return existing != null ? existing : HTMLElements.makePeer(this, node);
    }

    /** The node document of a node whose peer may not be made yet, parsed for this document: a script may have moved it. */
    Document documentOf(org.jsoup.nodes.Node node) {
        if (node.root() == raw) {
            return this;
        }
        for (org.jsoup.nodes.Node above = node; above != null; above = above.parentNode()) {
            Node peer = existing(above);
            if (peer != null) {
                return peer.document();
            }
        }
        return this;
    }

    /** What is told of every change of a tree of this document. */
    TreeChanges changes() {
        return changes;
    }

    ElementIndex index() {
        return changes.index;
    }

    DocumentFocus focus() {
        return focus;
    }

    DocumentFrames frames() {
        return frames;
    }

    DocumentUrl url() {
        return window instanceof Window w ? w.url() : url;
    }

    @Nullable
    EventTarget window() {
        return window;
    }

    /** The tree itself, for a program that wants to read it with jsoup. It must not be changed, nor kept for later. */
    public org.jsoup.nodes.Document tree() {
        return (org.jsoup.nodes.Document) raw;
    }

    /** The document as it is written, with its doctype. */
    public String markup() {
        return Serializer.outer(this);
    }

    public void setNavigationListener(NavigationListener listener) {
        navigationListener = listener;
    }

    /**
     * Whether a window shows this document; scripts and frames are of use in no other.
     *
     * @see <a href="https://html.spec.whatwg.org/#fully-active">HTML, fully active</a>
     */
    boolean isFullyActive() {
        return window instanceof Window w && w.document() == this && !w.closed();
    }

    /** Ends the frames in the document, which its window leaves. */
    public void endFrames() {
        frames.end();
    }

    void navigate(String target) {
        if (navigationListener != null) {
            navigationListener.navigationRequested(target);
        }
    }

    /** Lets scripts run in this document; without this, none do. */
    void setScripts(ScriptProcessing processing) {
        scriptProcessing = processing;
    }

    @Nullable
    ScriptProcessing scriptProcessing() {
        return scriptProcessing;
    }

    void setCurrentScript(@Nullable HTMLScriptElement script) {
        currentScript = script;
    }

    /** Changes the state and fires {@code readystatechange}. */
    void setReadyState(String state) {
        readyState = state;
        fire(Event.simple(realm, "readystatechange"));
    }

    Encoding encoding() {
        return encoding;
    }

    /** The state a document has while its parser runs, without an event. */
    void beginLoading(Encoding source) {
        encoding = source;
        readyState = "loading";
    }

    /** https://html.spec.whatwg.org/#document-base-url */
    public DocumentUrl baseUrl() {
        org.jsoup.nodes.Element base = index().firstBase();
        DocumentUrl fallback = window instanceof Window w ? w.fallbackBaseUrl() : url();
        DocumentUrl resolved =
                base == null ? null : fallback.resolve(base.attributes().get("href"));
        return resolved == null ? fallback : resolved;
    }

    /** A URL against the document's base, in its encoding; empty when it is none. */
    Optional<String> resolve(String reference) {
        return Optional.ofNullable(resolveToRecord(Names.stripWhitespace(reference)))
                .map(UrlRecord::href);
    }

    /** https://html.spec.whatwg.org/#encoding-parsing-a-url */
    public @Nullable UrlRecord resolveToRecord(String reference) {
        return baseUrl().resolveToRecord(reference, encoding);
    }

    // ---- Node

    @Override
    public String interfaceName() {
        return "Document";
    }

    @Override
    @Export
    public int nodeType() {
        return DOCUMENT_NODE;
    }

    @Override
    @Export
    public String nodeName() {
        return "#document";
    }

    @Override
    @Export
    public @Nullable Document ownerDocument() {
        return null;
    }

    @Override
    @Export
    public @Nullable String textContent() {
        return null;
    }

    @Override
    @Export
    public void setTextContent(@Nullable String text) {}

    @Override
    Node cloneAlone(Document target) {
        return new Document(realm, url(), null);
    }

    @Override
    protected @Nullable EventTarget getTheParent(Event event) {
        return event.type().equals("load") ? null : window;
    }

    // ---- Document

    @Export
    public DOMImplementation implementation() {
        if (implementation == null) {
            implementation = new DOMImplementation(this);
        }
        return implementation;
    }

    @Export
    @SuppressWarnings("MethodName") // the name is the specification's
    public String URL() {
        return url().href();
    }

    @Export
    public String documentURI() {
        return url().href();
    }

    @Export
    public String compatMode() {
        return tree().quirksMode() == org.jsoup.nodes.Document.QuirksMode.quirks ? "BackCompat" : "CSS1Compat";
    }

    @Export
    public String characterSet() {
        return encoding.specName();
    }

    @Export
    public String charset() {
        return encoding.specName();
    }

    @Export
    public String inputEncoding() {
        return encoding.specName();
    }

    @Export
    public String contentType() {
        return "text/html";
    }

    @Export
    public @Nullable DocumentType doctype() {
        return collections.doctype();
    }

    @Export
    public @Nullable Element documentElement() {
        return firstElementChild();
    }

    @Export
    public NodeList getElementsByName(String elementName) {
        return new NodeList(this, null) {
            @Override
            List<? extends org.jsoup.nodes.Node> nodes() {
                return index().allByName(elementName, Tree::isHtml);
            }
        };
    }

    @Export
    public @Nullable Element getElementById(String elementId) {
        return elementOrNull(index().firstById(elementId));
    }

    @Export
    public Element createElement(String localName, Value options) {
        Names.requireElementName(localName);
        return createElementNamed(Ascii.lowercase(localName));
    }

    /** An HTML element; the name must be valid and in lower case. */
    Element createElementNamed(String localName) {
        return (Element) peer(new org.jsoup.nodes.Element(HTMLElements.tag(localName), ""));
    }

    @Export
    public Element createElementNS(@Nullable String namespace, String qualifiedName, Value options) {
        Names.requireElementName(qualifiedName);
        Names.requireNamespace(namespace, qualifiedName);
        String actual = namespace == null ? "" : namespace;
        return actual.equals(org.jsoup.parser.Parser.NamespaceHtml)
                ? createElementNamed(qualifiedName)
                : (Element) peer(new org.jsoup.nodes.Element(new org.jsoup.parser.Tag(qualifiedName, actual), ""));
    }

    @Export
    public DocumentFragment createDocumentFragment() {
        return new DocumentFragment(this);
    }

    @Export
    public Text createTextNode(String data) {
        return new Text(this, new org.jsoup.nodes.TextNode(data));
    }

    @Export
    public Comment createComment(String data) {
        return new Comment(this, new org.jsoup.nodes.Comment(data));
    }

    @Export
    public Attr createAttribute(String localName) {
        Names.requireAttributeName(localName);
        return new Attr(this, Ascii.lowercase(localName), "");
    }

    @Export
    public NodeIterator createNodeIterator(Node root, long whatToShow, @Nullable Value filter) {
        return new NodeIterator(root, whatToShow, filter);
    }

    @Export
    public TreeWalker createTreeWalker(Node root, long whatToShow, @Nullable Value filter) {
        return new TreeWalker(root, whatToShow, filter);
    }

    /** https://dom.spec.whatwg.org/#dom-document-createevent */
    @Export
    public Event createEvent(String name) {
        Event event = UIEvent.byLegacyName(realm, name);
        event.markUninitialized();
        return event;
    }

    @Export
    public Node importNode(Node node, boolean subtree) {
        if (node instanceof Document) {
            throw WebException.dom("NotSupportedError", "a document cannot be imported");
        }
        return Cloning.clone(node, this, subtree);
    }

    @Export
    public Node adoptNode(Node node) {
        if (node instanceof Document) {
            throw WebException.dom("NotSupportedError", "a document cannot be adopted");
        }
        Mutation.adopt(node, this);
        return node;
    }

    // ---- HTML

    @Export
    public @Nullable Location location() {
        return isFullyActive() && window instanceof Window w ? w.location() : null;
    }

    @Export
    public String referrer() {
        return "";
    }

    /** https://html.spec.whatwg.org/#dom-document-cookie */
    @Export
    public String cookie() {
        return cookies.get();
    }

    @Export
    public void setCookie(String cookie) {
        cookies.set(cookie);
    }

    @Export
    public String readyState() {
        return readyState;
    }

    @Export
    public String visibilityState() {
        return isFullyActive() ? "visible" : "hidden";
    }

    @Export
    public boolean hidden() {
        return !isFullyActive();
    }

    @Export
    public boolean hasFocus() {
        return isFullyActive();
    }

    @Export
    public String title() {
        return collections.title();
    }

    @Export
    public void setTitle(String title) {
        collections.setTitle(title);
    }

    @Export
    public String dir() {
        return documentElement() instanceof HTMLElement html ? html.dir() : "";
    }

    @Export
    public void setDir(String value) {
        if (documentElement() instanceof HTMLElement html) {
            html.setDir(value);
        }
    }

    @Export
    public @Nullable HTMLElement body() {
        return collections.body();
    }

    /** https://html.spec.whatwg.org/#dom-document-body */
    @Export
    public void setBody(@Nullable HTMLElement body) {
        collections.setBody(body);
    }

    @Export
    public @Nullable HTMLElement head() {
        return collections.head();
    }

    /** Null: nothing scrolls. */
    @Export
    public @Nullable Element scrollingElement() {
        return null;
    }

    @Export
    public HTMLCollection images() {
        return collections.images();
    }

    @Export
    public HTMLCollection links() {
        return collections.links();
    }

    @Export
    public HTMLCollection forms() {
        return collections.forms();
    }

    @Export
    public HTMLCollection scripts() {
        return collections.scripts();
    }

    @Export
    public @Nullable HTMLScriptElement currentScript() {
        return currentScript;
    }

    @Export
    public @Nullable Element activeElement() {
        HTMLElement focused = focus.holder();
        return focused != null ? focused : body() != null ? body() : documentElement();
    }

    @Export
    public @Nullable EventTarget defaultView() {
        return isFullyActive() ? window : null;
    }

    @Export
    public void write(Value text) {
        throw notWritable("write");
    }

    @Export
    public void writeln(Value text) {
        throw notWritable("writeln");
    }

    @Export
    public Document open(Value arguments) {
        throw notWritable("open");
    }

    @Export
    public void close() {
        throw notWritable("close");
    }

    /** The page's parser reads the whole source first, so there is no place where text could be written into it. */
    private static WebException notWritable(String member) {
        return WebException.dom(
                "NotSupportedError",
                "document." + member + "() is not supported; insert nodes or use insertAdjacentHTML() instead");
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Document construct() {
            return new Document(realm, DocumentUrl.ABOUT_BLANK, null);
        }

        /** What {@code window.event} shows; null when no listener runs. */
        @Export
        public @Nullable PlatformObject currentEvent() {
            return realm.currentEvent();
        }
    }
}
