package dev.weir.html;

import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;

/**
 * A place in a script's source; lines and columns count from 1, and 0 means unknown.
 *
 * @param file the name of the source: a URL or a path, as it was given when the script was run
 */
record SourcePosition(String file, int line, int column) {
    static final SourcePosition UNKNOWN = new SourcePosition("", 0, 0);

    private static SourcePosition of(SourceSection section) {
        Source source = section.getSource();
        // An imported module is named as its first importer spelled it, which says little; its path says all.
        String path = source.getName().startsWith(".") ? source.getPath() : null;
        return new SourcePosition(
                path == null ? source.getName() : path, section.getStartLine(), section.getStartColumn());
    }

    /** The frames of the script that threw the value, innermost first; empty when the engine has none for it. */
    static List<Frame> framesOf(Value thrown) {
        if (!thrown.isException()) {
            return List.of();
        }
        try {
            throw thrown.throwException();
        } catch (PolyglotException e) {
            return framesOf(e);
        }
    }

    /** The frames of the script that the engine ended, or that threw, innermost first. */
    static List<Frame> framesOf(PolyglotException e) {
        List<Frame> frames = new ArrayList<>();
        if (!e.isSyntaxError()) { // the frames of one are those that had the source parsed
            for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
                SourceSection section = frame.isGuestFrame() ? frame.getSourceLocation() : null;
                if (section != null
                        && section.isAvailable()
                        && !section.getSource().isInternal()) {
                    frames.add(new Frame(frame.getRootName(), of(section)));
                }
            }
        }
        SourceSection section = e.getSourceLocation();
        if (frames.isEmpty() && section != null && !section.getSource().isInternal()) {
            frames.add(new Frame(":program", of(section)));
        }
        return frames;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }

    /** A function, or {@code :program} for the top level, and where it was. */
    record Frame(String function, SourcePosition position) {
        /** The line that stands for the frame in the text of a stack. */
        @Override
        public String toString() {
            return function.startsWith(":") || function.isEmpty()
                    ? "    at " + position
                    : "    at " + function + " (" + position + ")";
        }
    }
}
