package dev.weir.html;

import dev.weir.webidl.Realm;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Notices promises whose rejection nothing handles, and tells the global of them after the microtask checkpoint.
 *
 * @see <a href="https://html.spec.whatwg.org/#unhandled-promise-rejections">HTML, unhandled promise rejections</a>
 */
public final class PromiseRejections {
    private enum State {
        /** In the about-to-be-notified rejected promises list. */
        ABOUT_TO_BE_NOTIFIED,
        /** In the outstanding rejected promises weak set. */
        OUTSTANDING,
        HANDLED
    }

    /** One promise; held by what watches the promise and, until notified, by the list. */
    public static final class Rejection {
        private final Value promise;
        private final Value reason;
        private State state = State.ABOUT_TO_BE_NOTIFIED;

        private Rejection(Value promise, Value reason) {
            this.promise = promise;
            this.reason = reason;
        }
    }

    private final WindowOrWorkerGlobalScope global;
    private final ScriptErrors errors;
    private List<Rejection> aboutToBeNotified = new ArrayList<>();

    PromiseRejections(WindowOrWorkerGlobalScope global, ScriptErrors errors) {
        this.global = global;
        this.errors = errors;
    }

    /** The engine's word, at the end of a checkpoint. */
    @Export
    public Rejection unhandled(Value promise, Value reason) {
        if (aboutToBeNotified.isEmpty()) {
            global.realm().postTask(this::notifyRejections);
        }
        Rejection rejection = new Rejection(promise, reason);
        aboutToBeNotified.add(rejection);
        return rejection;
    }

    /** Something handles the promise after all. */
    @Export
    public void handled(Rejection rejection) {
        if (rejection.state == State.OUTSTANDING) {
            Realm realm = global.realm();
            realm.postTask(() -> global.fire(
                    new PromiseRejectionEvent(realm, "rejectionhandled", false, rejection.promise, rejection.reason)));
        }
        rejection.state = State.HANDLED;
    }

    /** https://html.spec.whatwg.org/#notify-about-rejected-promises */
    private void notifyRejections() {
        List<Rejection> list = aboutToBeNotified;
        aboutToBeNotified = new ArrayList<>();
        for (Rejection rejection : list) {
            if (rejection.state == State.HANDLED) {
                continue;
            }
            boolean notCanceled = !global.hasListeners("unhandledrejection")
                    || global.fire(new PromiseRejectionEvent(
                            global.realm(), "unhandledrejection", true, rejection.promise, rejection.reason));
            if (rejection.state != State.HANDLED) {
                rejection.state = State.OUTSTANDING;
            }
            if (notCanceled) {
                errors.reportRejection(rejection.reason);
            }
        }
    }
}
