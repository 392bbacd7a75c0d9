package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * What the realm tells the embedder: goes to the listener that was set for it, else to the console, or to the log when it
 * is not the script's doing. Called on the loop of the realm.
 */
final class Reports implements Embedder {
    private static final System.Logger LOGGER = System.getLogger(WebRuntime.class.getName());

    private final ConsoleOutput console;
    private final @Nullable Consumer<ErrorReport> onError;
    private final @Nullable Consumer<Throwable> onHostFailure;
    private final @Nullable Consumer<String> onAlert;
    private final BooleanSupplier closed;

    /** @param closed whether the runtime is */
    Reports(
            ConsoleOutput console,
            @Nullable Consumer<ErrorReport> onError,
            @Nullable Consumer<Throwable> onHostFailure,
            @Nullable Consumer<String> onAlert,
            BooleanSupplier closed) {
        this.console = console;
        this.onError = onError;
        this.onHostFailure = onHostFailure;
        this.onAlert = onAlert;
        this.closed = closed;
    }

    @Override
    public void scriptError(ErrorReport report) {
        guarded(() -> {
            if (onError != null) {
                onError.accept(report);
            } else {
                console.print(ConsoleOutput.Level.ERROR, report.stack());
            }
        });
    }

    @Override
    public void hostFailure(Throwable failure) {
        if (closed.getAsBoolean() && failure instanceof PolyglotException) {
            return; // the script was ended
        }
        if (onHostFailure == null) {
            log("a task of a script failed inside the runtime", failure);
            return;
        }
        try {
            onHostFailure.accept(failure);
        } catch (Throwable thrown) {
            thrown.addSuppressed(failure);
            log("the listener for failures of the host failed itself", thrown);
        }
    }

    @Override
    public void alert(String message) {
        guarded(() -> {
            if (onAlert != null) {
                onAlert.accept(message);
            } else {
                console.print(ConsoleOutput.Level.INFO, message);
            }
        });
    }

    /** What a listener throws is a failure of the host: what called it, a page's loading say, goes on. */
    private void guarded(Runnable listener) {
        try {
            listener.run();
        } catch (Throwable thrown) {
            hostFailure(thrown);
        }
    }

    private static void log(String message, Throwable failure) {
        LOGGER.log(System.Logger.Level.ERROR, message, failure);
    }
}
