package dev.weir.wpt;

import dev.weir.html.Navigator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results in the form that the tools around web-platform-tests exchange. */
final class Report {
    private final long start = System.currentTimeMillis();
    private final List<Map<String, Object>> results = new ArrayList<>();

    void add(TestResult result, Expectations expectations) {
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("test", result.test().id());
        test.put("status", result.status().name());
        test.put("message", result.message());
        test.put("duration", result.millis());
        List<Map<String, Object>> subtests = new ArrayList<>();
        for (Subtest subtest : result.subtests()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("name", subtest.name());
            item.put("status", subtest.status().name());
            item.put("message", subtest.message());
            String reason = expectations.reason(result.test(), subtest.name());
            if (reason != null) {
                item.put("known_intermittent", List.of());
                item.put("expected", "FAIL");
            }
            subtests.add(item);
        }
        test.put("subtests", subtests);
        results.add(test);
    }

    void write(Path file) throws IOException {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("product", "weir");
        info.put("browser_version", Navigator.USER_AGENT);
        info.put("os", System.getProperty("os.name").toLowerCase(Locale.ROOT));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("run_info", info);
        all.put("time_start", start);
        all.put("time_end", System.currentTimeMillis());
        all.put("results", results);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, Json.write(all) + "\n");
    }
}
