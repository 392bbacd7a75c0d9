package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Every interface of this package, for a window's set of interfaces. */
public final class DomInterfaces {
    /** To be listed after the definitions of {@code dev.weir.html}, whose window they add to. */
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(
            Node.DEFINITION,
            Traversal.DEFINITION,
            NodeIterator.DEFINITION,
            TreeWalker.DEFINITION,
            Document.DEFINITION,
            DocumentType.DEFINITION,
            DocumentFragment.DEFINITION,
            CharacterData.DEFINITION,
            Text.DEFINITION,
            Comment.DEFINITION,
            Attr.DEFINITION,
            NamedNodeMap.DEFINITION,
            Element.DEFINITION,
            NodeList.DEFINITION,
            HTMLCollection.DEFINITION,
            DOMTokenList.DEFINITION,
            DOMStringMap.DEFINITION,
            CSSStyleDeclaration.DEFINITION,
            UIEvent.DEFINITION,
            MouseEvent.DEFINITION,
            KeyboardEvent.DEFINITION,
            SubmitEvent.DEFINITION,
            FormDataEvent.DEFINITION,
            HTMLElement.DEFINITION,
            EventHandlerNames.DEFINITION,
            HTMLElements.DEFINITION,
            FormControl.DEFINITION,
            HyperlinkElement.DEFINITION,
            HTMLAnchorElement.DEFINITION,
            HTMLAreaElement.DEFINITION,
            HTMLButtonElement.DEFINITION,
            HTMLFieldSetElement.DEFINITION,
            HTMLFormElement.DEFINITION,
            HTMLIFrameElement.DEFINITION,
            HTMLImageElement.DEFINITION,
            HTMLInputElement.DEFINITION,
            HTMLLabelElement.DEFINITION,
            HTMLOptionElement.DEFINITION,
            HTMLOutputElement.DEFINITION,
            HTMLScriptElement.DEFINITION,
            HTMLSelectElement.DEFINITION,
            HTMLTableElements.DEFINITION,
            HTMLTemplateElement.DEFINITION,
            HTMLTextAreaElement.DEFINITION,
            HTMLTitleElement.DEFINITION);

    private DomInterfaces() {}
}
