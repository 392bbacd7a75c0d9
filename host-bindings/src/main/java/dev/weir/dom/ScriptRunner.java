package dev.weir.dom;

/** Runs the scripts of a page. */
public interface ScriptRunner {

    /**
     * Runs a classic script now, in the global scope. What it throws is reported here and goes no further.
     *
     * @see <a href="https://html.spec.whatwg.org/#run-a-classic-script">HTML, run a classic script</a>
     */
    void runClassic(ScriptText script);

    /**
     * Runs a module script with what it imports; it may await and end later. Failures are reported here.
     *
     * @see <a href="https://html.spec.whatwg.org/#run-a-module-script">HTML, run a module script</a>
     */
    void runModule(ScriptText script);

    /**
     * The source of a script and where it stands.
     *
     * @param url the script's own URL, or the page's for one that stands in the page
     * @param inline whether it stands in the page
     * @param line where the text begins in what the URL names, counted from 1
     * @param column likewise
     */
    record ScriptText(String text, String url, boolean inline, int line, int column) {
        /** The text moved to its line and column, so that an engine counts as a reader of the page does. */
        public String positionedText() {
            return "\n".repeat(Math.max(0, line - 1)) + " ".repeat(Math.max(0, column - 1)) + text;
        }
    }
}
