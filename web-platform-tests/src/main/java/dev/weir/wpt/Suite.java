package dev.weir.wpt;

import dev.weir.encoding.codec.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of web-platform-tests, and of our own tests in its format beside them. */
final class Suite {
    /** Folders that hold what tests use, and no tests. */
    private static final Set<String> SUPPORT =
            Set.of("resources", "support", "tools", "crashtests", "reference", "handlers");

    private static final Pattern HARNESS =
            Pattern.compile("<script[^>]*src=[\"']?[^\"'> ]*/resources/testharness\\.js");
    private static final Pattern MANUAL = Pattern.compile(".*-(manual|ref|print|visual)(\\.[^/]*)?\\.x?html?");

    private final List<Path> roots;

    /**
     * @param checkout the suite
     * @param more folders laid over it: a file that is not in the suite is looked for there, in order
     */
    Suite(Path checkout, List<Path> more) {
        List<Path> all = new ArrayList<>();
        all.add(checkout.toAbsolutePath().normalize());
        more.forEach(path -> all.add(path.toAbsolutePath().normalize()));
        roots = List.copyOf(all);
    }

    /** The suite itself, without what is laid over it. */
    Path checkout() {
        return roots.get(0);
    }

    /** The file behind the path of a URL, if there is one. */
    Optional<Path> file(String path) {
        for (Path root : roots) {
            Path file = root.resolve(path.substring(1)).normalize();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /**
     * The tests of a folder and all below it, or of one file; sorted by file.
     *
     * @param place the path in the suite, with or without a slash in front; may be the id of a test too
     * @throws IOException when it cannot be read
     */
    List<SuiteTest> tests(String place) throws IOException {
        String wanted = place.replaceAll("^/+|/+$", "");
        Set<String> sources = new LinkedHashSet<>();
        boolean found = false;
        for (Path root : roots) {
            Path start = root.resolve(wanted).normalize();
            if (!start.startsWith(root) || !Files.exists(start)) {
                continue;
            }
            found = true;
            try (Stream<Path> files = Files.walk(start)) {
                files.filter(Files::isRegularFile)
                        .map(root::relativize)
                        .filter(path -> Files.isRegularFile(start) || !isSupport(path))
                        .map(path -> "/" + path.toString().replace('\\', '/'))
                        .sorted()
                        .forEach(sources::add);
            }
        }
        List<SuiteTest> tests = new ArrayList<>();
        for (String source : sources) {
            tests.addAll(testsOf(source));
        }
        if (found) {
            return tests;
        }
        // the id of a test
        String id = "/" + wanted;
        int query = id.indexOf('?');
        String page = query < 0 ? id : id.substring(0, query);
        for (String ending :
                List.of(".any.sharedworker.html", ".any.worker.html", ".any.html", ".window.html", ".worker.html")) {
            if (page.endsWith(ending)) {
                String source = page.substring(0, page.length() - ending.length())
                        + ending.replaceFirst("^\\.any\\..*", ".any.js").replace(".html", ".js");
                if (file(source).isPresent()) {
                    return testsOf(source).stream()
                            .filter(test -> query < 0
                                    ? test.id().replaceFirst("\\?.*", "").equals(id)
                                    : test.id().equals(id))
                            .toList();
                }
            }
        }
        if (query >= 0 && file(page).isPresent()) {
            return testsOf(page).stream().filter(test -> test.id().equals(id)).toList();
        }
        throw new IOException("web-platform-tests has no " + place);
    }

    private static boolean isSupport(Path path) {
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            if (SUPPORT.contains(path.getName(i).toString())) {
                return true;
            }
        }
        return false;
    }

    private List<SuiteTest> testsOf(String source) {
        if (source.endsWith(".any.js")) {
            Metadata metadata = Metadata.ofScript(text(source));
            List<SuiteTest> tests = new ArrayList<>();
            List<String> globals =
                    metadata.globals().isEmpty() ? List.of("window", "dedicatedworker") : metadata.globals();
            if (globals.contains("window")) {
                add(tests, source, ".any.js", ".any.html", Flavour.WINDOW, metadata);
            }
            if (globals.contains("worker") || globals.contains("dedicatedworker")) {
                add(tests, source, ".any.js", ".any.worker.html", Flavour.WORKER, metadata);
            }
            if (globals.contains("worker") || globals.contains("sharedworker")) {
                add(tests, source, ".any.js", ".any.sharedworker.html", Flavour.SHARED_WORKER, metadata);
            }
            return tests;
        }
        List<SuiteTest> tests = new ArrayList<>();
        if (source.endsWith(".window.js")) {
            add(tests, source, ".window.js", ".window.html", Flavour.WINDOW, Metadata.ofScript(text(source)));
        } else if (source.endsWith(".worker.js")) {
            add(tests, source, ".worker.js", ".worker.html", Flavour.WORKER, Metadata.ofScript(text(source)));
        } else if (source.matches(".*\\.html?") && !MANUAL.matcher(source).matches()) {
            String html = text(source);
            if (HARNESS.matcher(html).find()) {
                add(tests, source, "", "", Flavour.PAGE, Metadata.ofPage(html));
            }
        }
        return tests;
    }

    private static void add(
            List<SuiteTest> tests, String source, String ending, String page, Flavour flavour, Metadata metadata) {
        for (String variant : metadata.variants()) {
            String id = source.substring(0, source.length() - ending.length()) + page + variant;
            tests.add(new SuiteTest(id, source, flavour, metadata));
        }
    }

    /** The text of a file; bytes that are not UTF-8 become replacement characters, as in a browser. */
    String text(String path) {
        Path file = file(path).orElseThrow(() -> new IllegalArgumentException("no file " + path));
        try {
            return Utf8.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
