package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * A comment.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-comment">DOM, Comment</a>
 */
public final class Comment extends CharacterData {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface Comment : CharacterData {
              constructor(optional DOMString data = "");
            };
            """).statics("Comment", Statics::new);

    Comment(Document document, org.jsoup.nodes.LeafNode raw) {
        super(document, raw);
    }

    @Override
    public String interfaceName() {
        return "Comment";
    }

    @Override
    @Export
    public int nodeType() {
        return COMMENT_NODE;
    }

    @Override
    @Export
    public String nodeName() {
        return "#comment";
    }

    @Override
    void storeData(String data) {
        raw.attr(raw.nodeName(), data);
    }

    @Override
    Node cloneAlone(Document target) {
        return target.createComment(data());
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Comment construct(String data) {
            return Document.of(realm).createComment(data);
        }
    }
}
