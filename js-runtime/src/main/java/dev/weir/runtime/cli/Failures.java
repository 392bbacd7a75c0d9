package dev.weir.runtime.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Words for what went wrong. */
final class Failures {
    private Failures() {}

    static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    /** Why a file cannot be read, to be put after its name. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return ": no such file";
        }
        if (e instanceof AccessDeniedException) {
            return ": permission denied";
        }
        if (e instanceof CharacterCodingException) {
            return ": it is not UTF-8 text";
        }
        return ": " + e.getMessage();
    }
}
