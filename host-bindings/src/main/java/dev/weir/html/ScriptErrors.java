package dev.weir.html;

import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.webidl.ErrorReporter;
import dev.weir.webidl.Realm;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reports exceptions: to the global's {@code error} event first, and to the embedder when nothing cancels that.
 *
 * @see <a href="https://html.spec.whatwg.org/#runtime-script-errors">HTML, runtime script errors</a>
 */
public final class ScriptErrors implements ErrorReporter {
    /** A syntax error of the engine: file, line and (counted from 0) column stand in front of the words. */
    private static final Pattern SYNTAX_ERROR =
            Pattern.compile("SyntaxError: (.*?):(\\d+):(\\d+) ([^\\n]*)(.*)", Pattern.DOTALL);

    /** What follows the page's path, and precedes a number, in the names of inline modules; reports leave it out. */
    public static final String INLINE_SUFFIX = "?inline=";

    /** Longer texts of thrown objects are cut: a message is read as a whole. */
    private static final int MAX_INSPECTED = 10_000;

    private final Embedder embedder;
    private @Nullable WindowOrWorkerGlobalScope global;
    private @Nullable Function<Value, String> inspector;
    private @Nullable BiFunction<Value, String, String> reporter;
    private Runnable exhausted = () -> {};
    /** [[in error reporting mode]] */
    private boolean inErrorReportingMode;

    public ScriptErrors(Embedder embedder) {
        this.embedder = embedder;
    }

    /**
     * Sets what shows objects without running code of the script's: a console.
     *
     * @param inspector shows an object that was thrown and is no error
     * @param reporter adds to the report of an error what led to it
     */
    public void setInspector(Function<Value, String> inspector, BiFunction<Value, String, String> reporter) {
        this.inspector = inspector;
        this.reporter = reporter;
    }

    /** Sets what runs when a script has used up the memory, whatever it was in the middle of. */
    public void setExhausted(Runnable listener) {
        exhausted = listener;
    }

    void attach(WindowOrWorkerGlobalScope global) {
        this.global = global;
    }

    @Override
    public void reportException(Value error) {
        report(error, describe(error, ErrorReport.Kind.UNCAUGHT_EXCEPTION));
    }

    /** Reports an exception on behalf of the script that runs, whose place it gets unless it has one of its own. */
    void reportExceptionHere(Value error) {
        List<SourcePosition.Frame> here =
                SourcePosition.framesOf(attached().realm().typeError(""));
        report(error, describe(error, ErrorReport.Kind.UNCAUGHT_EXCEPTION, here));
    }

    /** Reports what was described already: to the global's {@code error} event, then to the embedder. */
    public void report(Value error, ErrorReport report) {
        if (!fireErrorEvent(error, report)) {
            embedder.scriptError(report);
        }
    }

    private WindowOrWorkerGlobalScope attached() {
        WindowOrWorkerGlobalScope target = global;
        if (target == null) {
            throw new IllegalStateException("no global yet");
        }
        return target;
    }

    /**
     * Fires the global's {@code error} event for the exception; whether a handler cancelled it. A failure while such an
     * event is being handled fires no other.
     */
    public boolean fireErrorEvent(Value error, ErrorReport report) {
        WindowOrWorkerGlobalScope target = global;
        if (target == null || inErrorReportingMode) {
            return false;
        }
        inErrorReportingMode = true;
        try {
            return !target.fire(ErrorEvent.of(target.realm(), report, error));
        } finally {
            inErrorReportingMode = false;
        }
    }

    @Override
    public void reportExhaustion(PolyglotException end) {
        exhausted.run();
        embedder.scriptError(describeExhaustion(end));
    }

    /** What an embedder is told of a script that has used up the memory. */
    public ErrorReport describeExhaustion(PolyglotException end) {
        String which = end.getMessage();
        return reportOf(
                ErrorReport.Kind.UNCAUGHT_EXCEPTION,
                "Uncaught out of memory" + (which == null ? "" : ": " + which),
                ofPage(SourcePosition.framesOf(end)));
    }

    @Override
    public void reportHostFailure(Throwable failure) {
        embedder.hostFailure(failure);
    }

    /** Reports a rejection that no handler cancelled. */
    void reportRejection(Value reason) {
        embedder.scriptError(describe(reason, ErrorReport.Kind.UNHANDLED_REJECTION));
    }

    /** What an embedder is told of a thrown value of any kind. Runs no code of the script's, except a proxy's traps. */
    public ErrorReport describe(Value thrown, ErrorReport.Kind kind) {
        return describe(thrown, kind, List.of());
    }

    private ErrorReport describe(Value thrown, ErrorReport.Kind kind, List<SourcePosition.Frame> otherwise) {
        WindowOrWorkerGlobalScope target = attached();
        Realm realm = target.realm();
        Value description = realm.callFunction("describeThrown", thrown);
        String text = description.isNull() ? inspect(thrown) : description.asString();
        List<SourcePosition.Frame> frames = ofPage(SourcePosition.framesOf(thrown));
        Matcher syntaxError = SYNTAX_ERROR.matcher(text);
        if (syntaxError.matches() && isSyntaxError(thrown)) {
            return syntaxError(syntaxError, frames);
        }
        String prefix = kind == ErrorReport.Kind.UNHANDLED_REJECTION ? "Uncaught (in promise) " : "Uncaught ";
        Value ownStack = realm.callFunction("stackOf", thrown);
        String stack = ownStack.isString() ? ownStack.asString() : "";
        if (frames.isEmpty()) {
            frames = parseFrames(stack);
        }
        if (frames.isEmpty()) {
            frames = otherwise;
        }
        return withOrigins(thrown, reportOf(kind, prefix + text, frames));
    }

    /** The report with the errors that led to this one in the text of its stack. */
    private ErrorReport withOrigins(Value thrown, ErrorReport report) {
        BiFunction<Value, String, String> reports = reporter;
        if (reports == null || !thrown.isException()) {
            return report;
        }
        String stack = report.stack();
        String all;
        try {
            all = reports.apply(thrown, stack);
        } catch (PolyglotException e) {
            return report; // the stack has no room left for looking
        }
        int most = stack.length() + MAX_INSPECTED;
        return new ErrorReport(
                report.kind(),
                report.message(),
                report.file(),
                report.line(),
                report.column(),
                all.length() > most ? all.substring(0, most) + "..." : all);
    }

    private static ErrorReport reportOf(ErrorReport.Kind kind, String message, List<SourcePosition.Frame> frames) {
        SourcePosition where =
                frames.isEmpty() ? SourcePosition.UNKNOWN : frames.getFirst().position();
        String lines = frames.stream().map(frame -> "\n" + frame).collect(Collectors.joining());
        return new ErrorReport(kind, message, where.file(), where.line(), where.column(), message + lines);
    }

    private String inspect(Value thrown) {
        Function<Value, String> inspects = inspector;
        if (inspects == null) {
            return "[object]";
        }
        try {
            String text = inspects.apply(thrown);
            return text.length() > MAX_INSPECTED ? text.substring(0, MAX_INSPECTED) + "..." : text;
        } catch (PolyglotException e) {
            return "[object]"; // the stack has no room left for looking
        }
    }

    private List<SourcePosition.Frame> ofPage(List<SourcePosition.Frame> frames) {
        boolean byUrl = attached().url().protocol().equals("file:");
        return frames.stream().map(frame -> ofPage(frame, byUrl)).toList();
    }

    /** Modules are named by their paths where they can be; in a page of a file everything is named by its URL. */
    private static SourcePosition.Frame ofPage(SourcePosition.Frame frame, boolean byUrl) {
        SourcePosition at = frame.position();
        int suffix = at.file().lastIndexOf(INLINE_SUFFIX);
        String file = suffix < 0 ? at.file() : at.file().substring(0, suffix);
        if (byUrl && file.startsWith("/")) {
            file = DocumentUrl.of(Path.of(file)).href();
        }
        return new SourcePosition.Frame(frame.function(), new SourcePosition(file, at.line(), at.column()));
    }

    private static boolean isSyntaxError(Value thrown) {
        if (!thrown.isException()) {
            return false;
        }
        try {
            throw thrown.throwException();
        } catch (PolyglotException e) {
            return e.isSyntaxError();
        }
    }

    private static ErrorReport syntaxError(Matcher match, List<SourcePosition.Frame> frames) {
        String message = "Uncaught SyntaxError: " + match.group(4);
        // Where the parser found more than one error, the first will do.
        String excerpt = match.group(5)
                .lines()
                .limit(3)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
        SourcePosition where = frames.isEmpty()
                ? new SourcePosition(match.group(1), number(match.group(2)), number(match.group(3)) + 1)
                : frames.getFirst().position();
        return new ErrorReport(
                ErrorReport.Kind.SYNTAX_ERROR,
                message,
                where.file(),
                where.line(),
                where.column(),
                message + "\n    at " + where + excerpt);
    }

    private static final Pattern FRAME = Pattern.compile("\\s+at (?:(.*) \\()?(.*):(\\d+):(\\d+)\\)?");

    /** The frames that the text of a stack tells of, for objects that carry nothing else. */
    private static List<SourcePosition.Frame> parseFrames(String stack) {
        return stack.lines()
                .map(FRAME::matcher)
                .filter(Matcher::matches)
                .map(frame -> new SourcePosition.Frame(
                        frame.group(1) == null ? "" : frame.group(1),
                        new SourcePosition(frame.group(2), number(frame.group(3)), number(frame.group(4)))))
                .toList();
    }

    private static int number(String digits) {
        return digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }
}
