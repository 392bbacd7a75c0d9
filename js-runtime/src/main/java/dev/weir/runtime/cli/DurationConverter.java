package dev.weir.runtime.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as {@code 500ms}, {@code 10s}, {@code 2m}; a number alone is seconds. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|)");

    @Override
    public Duration convert(String text) {
        Matcher match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is no duration such as 500ms, 10s or 2m");
        }
        double unit = switch (match.group(2)) {
            case "ms" -> 1;
            case "m" -> 60_000;
            default -> 1000;
        };
        return Duration.ofNanos((long) (Double.parseDouble(match.group(1)) * unit * 1e6));
    }
}
