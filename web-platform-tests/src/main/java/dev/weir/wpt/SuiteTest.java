package dev.weir.wpt;

/**
 * One test: what a browser would open one URL for.
 *
 * @param id the URL's path and query, which is how reports name the test: {@code /streams/x.any.worker.html?a}
 * @param source the path of the file it comes from: {@code /streams/x.any.js}
 * @param flavour what it runs in
 * @param metadata what the file says of itself
 */
record SuiteTest(String id, String source, Flavour flavour, Metadata metadata) {
    /** Path and query of what the test runs as: its page, or the script that the page gives its worker. */
    String location() {
        // Workers of either kind get the same script.
        return flavour.isWorker() ? id.replaceFirst("\\.(shared)?worker\\.html", ".worker.js") : id;
    }

    /** The folder that the file is in, with slashes at both ends. */
    String folder() {
        return source.substring(0, source.lastIndexOf('/') + 1);
    }

    /** Whether the test's page is at an https: URL. */
    boolean secure() {
        return has("https") || http2();
    }

    /** Whether the test's page comes over HTTP/2. */
    boolean http2() {
        return has("h2");
    }

    /** A flag stands in the file's name, or in the query that makes a variant of it. */
    private boolean has(String flag) {
        return name().contains("." + flag + ".") || id.matches(".*[?&]wpt_flags=" + flag + "(&.*)?");
    }

    private String name() {
        return source.substring(source.lastIndexOf('/') + 1);
    }
}
