package dev.weir.dom;

import org.jspecify.annotations.Nullable;

/**
 * Which element of a document has the focus, one at most, and the events of moving it. On the realm's loop only.
 *
 * @see <a href="https://html.spec.whatwg.org/#focus">HTML, focus</a>
 */
final class DocumentFocus {
    private @Nullable HTMLElement holder;

    @Nullable
    HTMLElement holder() {
        return holder;
    }

    /** Moves the focus, to nothing if null, and fires the events of doing so. */
    void moveTo(@Nullable HTMLElement next) {
        HTMLElement old = holder;
        if (old == next) {
            return;
        }
        holder = null;
        if (old != null) {
            old.fireFocusEvents("blur", "focusout");
        }
        if (next != null && holder == null && next.isFocusable()) {
            holder = next;
            next.fireFocusEvents("focus", "focusin");
        }
    }

    /** Drops the focus without events when what has it is in a subtree that is removed. */
    void dropIn(org.jsoup.nodes.Node root) {
        if (holder != null && Tree.isInclusiveAncestor(root, holder.raw)) {
            holder = null;
        }
    }
}
