package dev.weir.wpt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a test file says about itself: {@code // META: key=value} comments in scripts, {@code meta} elements in pages.
 *
 * @param scripts URLs of scripts to run before the test, as written
 * @param globals where the test is to run, as written; empty when it does not say
 * @param variants queries (with their {@code ?}) that each make a test of their own; at least one, which may be empty
 * @param longTimeout whether it may take a minute instead of ten seconds
 * @param title the document's title
 * @see <a href="https://web-platform-tests.org/writing-tests/testharness.html">Testharness tests</a>
 */
record Metadata(List<String> scripts, List<String> globals, List<String> variants, boolean longTimeout, String title) {
    private static final Pattern COMMENT = Pattern.compile("//\\s*META:\\s*(\\w*)=(.*)");
    private static final Pattern ELEMENT = Pattern.compile("<meta\\s[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(name|content)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>]+))", Pattern.CASE_INSENSITIVE);

    /** Reads the comments at the start of a script; the first line of another kind ends them. */
    static Metadata ofScript(String text) {
        Collector found = new Collector();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isBlank()) {
                continue;
            }
            Matcher comment = COMMENT.matcher(line.strip());
            if (!comment.matches()) {
                if (line.strip().startsWith("//")) {
                    continue;
                }
                break;
            }
            found.add(comment.group(1), comment.group(2).strip());
        }
        return found.result();
    }

    /** Reads the {@code meta} elements of a page. */
    static Metadata ofPage(String html) {
        Collector found = new Collector();
        Matcher elements = ELEMENT.matcher(html);
        while (elements.find()) {
            String name = "";
            String content = "";
            Matcher attributes = ATTRIBUTE.matcher(elements.group());
            while (attributes.find()) {
                String value = attributes.group(2) != null
                        ? attributes.group(2)
                        : attributes.group(3) != null ? attributes.group(3) : attributes.group(4);
                if (attributes.group(1).equalsIgnoreCase("name")) {
                    name = value;
                } else {
                    content = value.replace("&amp;", "&");
                }
            }
            if (name.equals("variant") || name.equals("timeout")) {
                found.add(name, content);
            }
        }
        return found.result();
    }

    private static final class Collector {
        private final List<String> scripts = new ArrayList<>();
        private final List<String> globals = new ArrayList<>();
        private final List<String> variants = new ArrayList<>();
        private boolean longTimeout;
        private String title = "";

        void add(String key, String value) {
            switch (key) {
                case "script" -> scripts.add(value);
                case "global" -> globals.addAll(List.of(value.split("\\s*,\\s*")));
                case "variant" -> variants.add(value);
                case "timeout" -> longTimeout = value.equals("long");
                case "title" -> title = value;
                default -> {
                    // quic and whatever else concerns servers only
                }
            }
        }

        Metadata result() {
            return new Metadata(
                    List.copyOf(scripts),
                    List.copyOf(globals),
                    variants.isEmpty() ? List.of("") : List.copyOf(variants),
                    longTimeout,
                    title);
        }
    }
}
