package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import dev.weir.host.ErrorReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a runtime told its embedder. */
final class Recorder implements ConsoleOutput {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<ErrorReport> errors = new CopyOnWriteArrayList<>();
    final List<String> alerts = new CopyOnWriteArrayList<>();

    @Override
    public void print(Level level, String text) {
        lines.add(text);
    }

    WebRuntime.Builder runtime() {
        return WebRuntime.builder().console(this).onError(errors::add).onAlert(alerts::add);
    }

    List<String> messages() {
        return errors.stream().map(ErrorReport::toString).toList();
    }
}
