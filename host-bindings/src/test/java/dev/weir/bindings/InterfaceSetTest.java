package dev.weir.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.dom.DomInterfaces;
import dev.weir.events.CustomEvent;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.fileapi.FileApiInterfaces;
import dev.weir.html.HtmlInterfaces;
import dev.weir.streams.StreamsInterfaces;
import dev.weir.websockets.WebSocketInterfaces;
import dev.weir.xhr.XhrInterfaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InterfaceSetTest {
    private static final Pattern STRING = Pattern.compile("'[^'\\n]*'|\"[^\"\\n]*\"");
    private static final Pattern CALL = Pattern.compile("(?<![.#\\w$])([A-Za-z_][\\w]*)\\s*\\(");
    private static final Pattern DECLARED = Pattern.compile(
            "(?:function|class|const|let) ([A-Za-z_]\\w*)|(?:get|set|static) (\\w+)\\(|^(\\w+)\\(", Pattern.MULTILINE);
    private static final Set<String> WORDS = Set.of(
            "if",
            "for",
            "catch",
            "function",
            "while",
            "switch",
            "constructor",
            "super",
            "stamp",
            "addSlots",
            "toString");

    private static InterfaceSet everything() {
        List<InterfaceDefinition> all = new ArrayList<>(List.of(
                DOMExceptionBinding.DEFINITION,
                EventTarget.DEFINITION,
                Event.DEFINITION,
                CustomEvent.DEFINITION,
                AbortController.DEFINITION,
                AbortSignal.DEFINITION));
        all.addAll(HtmlInterfaces.DEFINITIONS);
        all.addAll(StreamsInterfaces.DEFINITIONS);
        all.addAll(WebSocketInterfaces.DEFINITIONS);
        all.addAll(FileApiInterfaces.DEFINITIONS);
        all.addAll(XhrInterfaces.DEFINITIONS);
        all.addAll(DomInterfaces.DEFINITIONS);
        return new InterfaceSet("Window", all);
    }

    @Test
    void theTextOfAnInterfaceCallsOnlyWhatItDeclaresOrTheKernelGivesIt() {
        String units = everything().text();
        units = units.substring(units.indexOf("\n(function (kernelNames) {"));
        Set<String> unknown = new TreeSet<>();
        int count = 0;
        for (String unit : units.split("\n\\(function \\(kernelNames\\) \\{\n")) {
            if (unit.isBlank()) {
                continue;
            }
            count++;
            String names = unit.substring(unit.indexOf("const {") + 7, unit.indexOf("} = kernelNames"));
            Set<String> known = new HashSet<>(WORDS);
            Arrays.stream(names.split(",")).map(String::strip).forEach(known::add);
            String code = STRING.matcher(unit).replaceAll("''");
            for (Matcher m = DECLARED.matcher(code); m.find(); ) {
                for (int group = 1; group <= 3; group++) {
                    if (m.group(group) != null) {
                        known.add(m.group(group));
                    }
                }
            }
            for (Matcher m = CALL.matcher(code); m.find(); ) {
                if (!known.contains(m.group(1))) {
                    unknown.add(m.group(1));
                }
            }
        }
        assertTrue(count > 80, "only " + count + " interfaces");
        assertEquals(Set.of(), unknown);
    }

    @Test
    void whatNoScriptTouchesIsNotParsed() {
        InterfaceSet set = everything();
        try (TestRealm realm = new TestRealm(set)) {
            assertEquals("true", realm.eval("'HTMLAnchorElement' in globalThis"));
            assertFalse(set.written().contains("HTMLElement"));
            assertEquals("HTMLAnchorElement", realm.eval("HTMLAnchorElement.name"));
            assertTrue(set.written().containsAll(List.of("HTMLAnchorElement", "HTMLElement", "Node", "EventTarget")));
            assertFalse(set.written().contains("HTMLTableElement"));
            assertEquals("function HTMLAnchorElement() { [native code] }", realm.eval("String(HTMLAnchorElement)"));
        }
    }
}
