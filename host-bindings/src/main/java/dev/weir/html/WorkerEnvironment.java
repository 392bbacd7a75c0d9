package dev.weir.html;

import dev.weir.encoding.codec.Utf8;
import java.io.IOException;
import org.graalvm.polyglot.Source;

/** What a runtime does for a worker. Called on the worker's loop. */
public interface WorkerEnvironment {

    /** The name that whoever made the worker gave it. */
    String name();

    /** Whether the worker's script is a module. */
    boolean isModule();

    /**
     * The classic script behind an absolute URL; the worker waits for it.
     *
     * @throws IOException when it cannot be had, for whatever reason
     */
    Source fetchScript(DocumentUrl url) throws IOException;

    /** The text of a worker's script, or of one that it imports: always UTF-8. */
    static String decodeScript(byte[] bytes) {
        return Utf8.decode(bytes);
    }

    /** The worker wants to end: nothing of it is to run once the task that runs now is over. */
    void close();
}
