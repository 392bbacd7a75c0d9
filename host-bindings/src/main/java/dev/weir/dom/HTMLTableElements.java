package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * Tables and their parts.
 *
 * @see <a href="https://html.spec.whatwg.org/#tables">HTML, tabular data</a>
 */
public final class HTMLTableElements {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLTableElement : HTMLElement {
              attribute HTMLTableCaptionElement? caption;
              HTMLElement createCaption();
              undefined deleteCaption();
              attribute HTMLTableSectionElement? tHead;
              HTMLElement createTHead();
              undefined deleteTHead();
              attribute HTMLTableSectionElement? tFoot;
              HTMLElement createTFoot();
              undefined deleteTFoot();
              [SameObject] readonly attribute HTMLCollection tBodies;
              HTMLElement createTBody();
              [SameObject] readonly attribute HTMLCollection rows;
              HTMLElement insertRow(optional long index = -1);
              undefined deleteRow(long index);
            };
            [Exposed=Window] interface HTMLTableCaptionElement : HTMLElement {};
            [Exposed=Window] interface HTMLTableColElement : HTMLElement { [Reflect] attribute long span; };
            [Exposed=Window]
            interface HTMLTableSectionElement : HTMLElement {
              [SameObject] readonly attribute HTMLCollection rows;
              HTMLElement insertRow(optional long index = -1);
              undefined deleteRow(long index);
            };
            [Exposed=Window]
            interface HTMLTableRowElement : HTMLElement {
              readonly attribute long rowIndex;
              readonly attribute long sectionRowIndex;
              [SameObject] readonly attribute HTMLCollection cells;
              HTMLElement insertCell(optional long index = -1);
              undefined deleteCell(long index);
            };
            [Exposed=Window]
            interface HTMLTableCellElement : HTMLElement {
              [Reflect] attribute long colSpan;
              [Reflect] attribute long rowSpan;
              [Reflect] attribute DOMString headers;
              readonly attribute long cellIndex;
              [Reflect] attribute DOMString scope;
              [Reflect] attribute DOMString abbr;
            };
            """);

    private HTMLTableElements() {}

    static HTMLElement make(Document document, org.jsoup.nodes.Element raw) {
        return switch (raw.tagName()) {
            case "table" -> new Table(document, raw);
            case "thead", "tbody", "tfoot" -> new Section(document, raw);
            case "tr" -> new Row(document, raw);
            case "caption" -> new HTMLElement(document, raw, "HTMLTableCaptionElement");
            case "col", "colgroup" -> new Part(document, raw, "HTMLTableColElement");
            default -> new Part(document, raw, "HTMLTableCellElement");
        };
    }

    private static boolean isCell(org.jsoup.nodes.Node node) {
        return Tree.is(node, "td") || Tree.is(node, "th");
    }

    private static List<org.jsoup.nodes.Element> rowsIn(org.jsoup.nodes.Element parent) {
        return Tree.childElements(parent).stream().filter(e -> Tree.is(e, "tr")).toList();
    }

    /** The element to insert before for an index, null at the end; -1 means the end. */
    private static org.jsoup.nodes.@Nullable Element reference(List<org.jsoup.nodes.Element> list, int index) {
        if (index < -1 || index > list.size()) {
            throw WebException.dom("IndexSizeError", "the index " + index + " is not between -1 and " + list.size());
        }
        return index == -1 || index == list.size() ? null : list.get(index);
    }

    private static void delete(Document document, List<org.jsoup.nodes.Element> list, int index) {
        if (index < -1 || index >= list.size()) {
            throw WebException.dom("IndexSizeError", "there is nothing at the index " + index);
        }
        if (!list.isEmpty()) {
            Mutation.remove(document.peer(index == -1 ? list.getLast() : list.get(index)));
        }
    }

    private static HTMLElement insert(Node parent, String name, org.jsoup.nodes.@Nullable Node reference) {
        HTMLElement made = (HTMLElement) parent.document().createElementNamed(name);
        Mutation.preInsert(made, parent, parent.peerOrNull(reference));
        return made;
    }

    /** A part of a table with numbers for attributes. */
    public static final class Part extends HTMLElement {
        Part(Document document, org.jsoup.nodes.Element raw, String interfaceName) {
            super(document, raw, interfaceName);
        }

        @Override
        int defaultInteger(String name) {
            return name.endsWith("span") ? 1 : super.defaultInteger(name);
        }

        /** The place of a cell in its row, or -1. */
        @Export
        public int cellIndex() {
            org.jsoup.nodes.Element row = rawElement.parent();
            return !Tree.is(row, "tr") || row == null
                    ? -1
                    : Tree.childElements(row).stream()
                            .filter(HTMLTableElements::isCell)
                            .toList()
                            .indexOf(rawElement);
        }
    }

    /** A row. */
    public static final class Row extends HTMLElement {
        private @Nullable HTMLCollection cells;

        Row(Document document, org.jsoup.nodes.Element raw) {
            super(document, raw, "HTMLTableRowElement");
        }

        @Export
        public int rowIndex() {
            org.jsoup.nodes.Element table = rawElement.parent();
            if (table != null && !Tree.is(table, "table")) {
                table = table.parent();
            }
            return table != null && Tree.is(table, "table")
                    ? Table.rowsOf(table).indexOf(rawElement)
                    : -1;
        }

        @Export
        public int sectionRowIndex() {
            org.jsoup.nodes.Element parent = rawElement.parent();
            return parent == null ? -1 : rowsIn(parent).indexOf(rawElement);
        }

        @Export
        public HTMLCollection cells() {
            if (cells == null) {
                cells = new HTMLCollection(
                        this,
                        () -> Tree.childElements(raw).stream()
                                .filter(HTMLTableElements::isCell)
                                .toList());
            }
            return cells;
        }

        @Export
        public HTMLElement insertCell(int index) {
            return insert(this, "td", reference(cells().elements(), index));
        }

        @Export
        public void deleteCell(int index) {
            delete(document(), cells().elements(), index);
        }
    }

    /** A thead, tbody or tfoot. */
    public static final class Section extends HTMLElement {
        private @Nullable HTMLCollection rows;

        Section(Document document, org.jsoup.nodes.Element raw) {
            super(document, raw, "HTMLTableSectionElement");
        }

        @Export
        public HTMLCollection rows() {
            if (rows == null) {
                rows = new HTMLCollection(this, () -> rowsIn(rawElement));
            }
            return rows;
        }

        @Export
        public HTMLElement insertRow(int index) {
            return insert(this, "tr", reference(rows().elements(), index));
        }

        @Export
        public void deleteRow(int index) {
            delete(document(), rows().elements(), index);
        }
    }

    /** A table. */
    public static final class Table extends HTMLElement {
        private @Nullable HTMLCollection rows;
        private @Nullable HTMLCollection bodies;

        Table(Document document, org.jsoup.nodes.Element raw) {
            super(document, raw, "HTMLTableElement");
        }

        /** The rows in the order that the standard wants: of the head, of bodies and the table itself, of the foot. */
        static List<org.jsoup.nodes.Element> rowsOf(org.jsoup.nodes.Element table) {
            List<org.jsoup.nodes.Element> head = new ArrayList<>();
            List<org.jsoup.nodes.Element> body = new ArrayList<>();
            List<org.jsoup.nodes.Element> foot = new ArrayList<>();
            for (org.jsoup.nodes.Element child : Tree.childElements(table)) {
                switch (Tree.isHtml(child) ? child.tagName() : "") {
                    case "thead" -> head.addAll(rowsIn(child));
                    case "tbody" -> body.addAll(rowsIn(child));
                    case "tfoot" -> foot.addAll(rowsIn(child));
                    case "tr" -> body.add(child);
                    default -> {}
                }
            }
            head.addAll(body);
            head.addAll(foot);
            return head;
        }

        private org.jsoup.nodes.@Nullable Element child(String name) {
            return Tree.childElements(raw).stream()
                    .filter(e -> Tree.is(e, name))
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable HTMLElement childPeer(String name) {
            return (HTMLElement) elementOrNull(child(name));
        }

        private void deleteChild(String name) {
            HTMLElement old = childPeer(name);
            if (old != null) {
                Mutation.remove(old);
            }
        }

        private void replaceChild(String name, @Nullable HTMLElement element, org.jsoup.nodes.@Nullable Node before) {
            if (element != null && !Tree.is(element.raw, name)) {
                throw WebException.dom("HierarchyRequestError", "a " + name + " is needed here");
            }
            deleteChild(name);
            if (element != null) {
                Mutation.preInsert(element, this, before == element.raw ? null : peerOrNull(before));
            }
        }

        /** What a new head goes before: the first child that is neither a caption nor about columns. */
        private org.jsoup.nodes.@Nullable Node afterColumns() {
            return Tree.childElements(raw).stream()
                    .filter(e -> !Tree.is(e, "caption") && !Tree.is(e, "colgroup"))
                    .findFirst()
                    .orElse(null);
        }

        @Export
        public @Nullable HTMLElement caption() {
            return childPeer("caption");
        }

        @Export
        public void setCaption(@Nullable HTMLElement caption) {
            deleteChild("caption");
            replaceChild("caption", caption, Tree.firstChild(raw));
        }

        @Export
        public HTMLElement createCaption() {
            HTMLElement old = caption();
            return old != null ? old : insert(this, "caption", Tree.firstChild(raw));
        }

        @Export
        public void deleteCaption() {
            deleteChild("caption");
        }

        @Export
        public @Nullable HTMLElement tHead() {
            return childPeer("thead");
        }

        @Export
        public void setTHead(@Nullable HTMLElement head) {
            deleteChild("thead");
            replaceChild("thead", head, afterColumns());
        }

        @Export
        public HTMLElement createTHead() {
            HTMLElement old = tHead();
            return old != null ? old : insert(this, "thead", afterColumns());
        }

        @Export
        public void deleteTHead() {
            deleteChild("thead");
        }

        @Export
        public @Nullable HTMLElement tFoot() {
            return childPeer("tfoot");
        }

        @Export
        public void setTFoot(@Nullable HTMLElement foot) {
            replaceChild("tfoot", foot, null);
        }

        @Export
        public HTMLElement createTFoot() {
            HTMLElement old = tFoot();
            return old != null ? old : insert(this, "tfoot", null);
        }

        @Export
        public void deleteTFoot() {
            deleteChild("tfoot");
        }

        @Export
        public HTMLCollection tBodies() {
            if (bodies == null) {
                bodies = new HTMLCollection(
                        this,
                        () -> Tree.childElements(raw).stream()
                                .filter(e -> Tree.is(e, "tbody"))
                                .toList());
            }
            return bodies;
        }

        @Export
        public HTMLElement createTBody() {
            List<org.jsoup.nodes.Element> all = tBodies().elements();
            return insert(this, "tbody", all.isEmpty() ? null : all.getLast().nextSibling());
        }

        @Export
        public HTMLCollection rows() {
            if (rows == null) {
                rows = new HTMLCollection(this, () -> rowsOf(rawElement));
            }
            return rows;
        }

        /** https://html.spec.whatwg.org/#dom-table-insertrow */
        @Export
        public HTMLElement insertRow(int index) {
            List<org.jsoup.nodes.Element> all = rows().elements();
            org.jsoup.nodes.Element before = reference(all, index);
            org.jsoup.nodes.Element neighbour = before != null ? before : all.isEmpty() ? null : all.getLast();
            Node parent = neighbour == null ? null : peerOrNull(neighbour.parentNode());
            if (parent != null) {
                return insert(parent, "tr", before);
            }
            List<org.jsoup.nodes.Element> existing = tBodies().elements();
            Node body = existing.isEmpty()
                    ? insert(this, "tbody", null)
                    : document().peer(existing.getLast());
            return insert(body, "tr", null);
        }

        @Export
        public void deleteRow(int index) {
            delete(document(), rows().elements(), index);
        }
    }
}
