package dev.weir.fetch;

import dev.weir.webidl.Realm;
import org.graalvm.polyglot.Value;

/** What scripts learn of a network that failed: that it did. Why stands on the console. */
final class NetworkErrors {
    static final String NO_MEMORY = "no memory is left for the body";

    private NetworkErrors() {}

    /** Why a body is not read as a whole. */
    static String tooLong(long limit) {
        return "the body has more than the " + limit + " bytes that may be read as a whole";
    }

    /** The error for a script; the reason is printed. */
    static Value of(Realm realm, String reason) {
        realm.service(FetchEnvironment.class).printError("fetch: " + reason);
        return realm.typeError("fetch: the network failed, or refused");
    }
}
