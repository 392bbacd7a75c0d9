package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The event handlers that elements, documents and windows have, as attributes in scripts and in markup.
 *
 * @see <a href="https://html.spec.whatwg.org/#globaleventhandlers">HTML, GlobalEventHandlers</a>
 */
final class EventHandlerNames {
    private static final List<String> GLOBAL = List.of(("abort animationcancel animationend animationiteration"
                    + " animationstart auxclick beforeinput beforematch beforetoggle blur cancel canplay canplaythrough"
                    + " change click close contextmenu copy cuechange cut dblclick drag dragend dragenter dragleave"
                    + " dragover dragstart drop durationchange emptied ended error focus formdata gotpointercapture"
                    + " input invalid keydown keypress keyup load loadeddata loadedmetadata loadstart"
                    + " lostpointercapture mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup paste"
                    + " pause play playing pointercancel pointerdown pointerenter pointerleave pointermove pointerout"
                    + " pointerover pointerup progress ratechange reset resize scroll scrollend securitypolicyviolation"
                    + " seeked seeking select selectionchange selectstart slotchange stalled submit suspend timeupdate"
                    + " toggle transitioncancel transitionend transitionrun transitionstart volumechange waiting wheel")
            .split(" "));
    private static final List<String> WINDOW = List.of(("afterprint beforeprint beforeunload hashchange languagechange"
                    + " message messageerror offline online pagehide pageshow popstate rejectionhandled storage"
                    + " unhandledrejection unload")
            .split(" "));
    private static final Set<String> GLOBAL_SET = Set.copyOf(GLOBAL);
    private static final Set<String> WINDOW_SET = Set.copyOf(WINDOW);
    /** Handlers of elements in general that a body forwards to its window. */
    private static final Set<String> FORWARDED = Set.of("blur", "error", "focus", "load", "resize", "scroll");

    static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of(mixin("GlobalEventHandlers", GLOBAL) + mixin("WindowEventHandlers", WINDOW) + """
            Window includes GlobalEventHandlers;
            Window includes WindowEventHandlers;
            Document includes GlobalEventHandlers;
            HTMLElement includes GlobalEventHandlers;
            HTMLBodyElement includes WindowEventHandlers;
            """);

    private EventHandlerNames() {}

    private static String mixin(String name, List<String> types) {
        List<String> attributes = new ArrayList<>();
        for (String type : types) {
            String idlType = type.equals("error") ? "OnErrorEventHandler" : "EventHandler";
            attributes.add("attribute %s on%s;".formatted(idlType, type));
        }
        return attributes.stream().collect(Collectors.joining("\n", "interface mixin " + name + " {\n", "\n};\n"));
    }

    /** Whether elements have a handler for the type. */
    static boolean isOfElements(String type) {
        return GLOBAL_SET.contains(type);
    }

    /** Whether a body's handler for the type is its window's. */
    static boolean isForwarded(String type) {
        return FORWARDED.contains(type) || WINDOW_SET.contains(type);
    }
}
