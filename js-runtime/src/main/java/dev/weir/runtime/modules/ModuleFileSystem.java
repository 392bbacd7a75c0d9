package dev.weir.runtime.modules;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.graalvm.polyglot.io.FileSystem;

/**
 * The modules' files as the engine asks for them, to be read only. It makes an Error of the exceptions that file systems
 * throw, and hands any other to the script as it is: such a one would be a bug of ours, and goes to the host instead.
 */
public final class ModuleFileSystem implements FileSystem {
    private static final String INTERNAL = "Internal error of the host; see its log";

    private final ModuleFiles files;
    private final Consumer<Throwable> onBug;

    /** @param onBug called on the realm's loop */
    public ModuleFileSystem(ModuleFiles files, Consumer<Throwable> onBug) {
        this.files = files;
        this.onBug = onBug;
    }

    /** A question to the files. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (RuntimeException | Error e) {
            onBug.accept(e);
            throw new IOException(INTERNAL);
        }
    }

    /** Where nothing may be thrown that the script should read: of the other path the next question is the bug again. */
    private Path askOrElse(Path other, Question<Path> question) {
        try {
            return ask(question);
        } catch (IOException e) {
            return other;
        }
    }

    @Override
    public Path parsePath(URI uri) {
        return askOrElse(ModulePath.of(uri.toString()), () -> files.parse(uri));
    }

    @Override
    public Path parsePath(String path) {
        return askOrElse(ModulePath.of(path), () -> files.parse(path));
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return askOrElse(path, () -> files.absolute(path));
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        return ask(() -> files.real(path));
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options) throws IOException {
        if (modes.contains(AccessMode.WRITE) || modes.contains(AccessMode.EXECUTE)) {
            throw denied(path);
        }
        ask(() -> files.check(path));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        if (!Set.of(StandardOpenOption.READ).containsAll(options)) {
            throw denied(path);
        }
        return ask(() -> files.open(path));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return ask(() -> files.attributes(path, attributes, options));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        throw denied(folder);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        throw denied(folder);
    }

    @Override
    public void delete(Path path) throws IOException {
        throw denied(path);
    }

    private static IOException denied(Path path) {
        return new AccessDeniedException(path.toString());
    }
}
