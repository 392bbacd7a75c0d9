package dev.weir.streams;

import dev.weir.webidl.Realm;
import org.graalvm.polyglot.Value;

/** What a reader's {@code read()} answers the glue where it has no chunk to give: symbols of readable.js, one set a realm. */
final class ReadFindings {
    /** Nothing yet: the read was added to the requests. */
    final Value nothing;
    /** As {@link #nothing}, and the glue is to pull. */
    final Value nothingPull;
    /** The stream is closed. */
    final Value end;

    final Value error;
    /** The reader was released. */
    final Value release;

    private ReadFindings(Value symbols) {
        nothing = symbols.getMember("nothing");
        nothingPull = symbols.getMember("nothingPull");
        end = symbols.getMember("end");
        error = symbols.getMember("error");
        release = symbols.getMember("release");
    }

    static ReadFindings of(Realm realm) {
        return realm.serviceOrMade(ReadFindings.class, () -> new ReadFindings(realm.callFunction("readFindings")));
    }
}
