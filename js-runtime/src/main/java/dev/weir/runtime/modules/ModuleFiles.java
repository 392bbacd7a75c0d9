package dev.weir.runtime.modules;

import dev.weir.html.DocumentUrl;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The files that a realm's modules may come from: everything below the granted folders, to be read only. A link that
 * leads out of them leads nowhere. Only on the realm's loop.
 */
public final class ModuleFiles implements FileSystem {
    /** Stands for whatever is not a file. */
    private static final Path FOREIGN = Path.of("not-a-file");

    private static final String NOT_GRANTED = "it is outside of the folders that scripts may be loaded from";

    private final List<Path> roots = new ArrayList<>();
    private final Map<Path, byte[]> made = new HashMap<>();
    private final Path base;
    /** The last paths that the engine parsed: before it looks for a module it parses the importer's. */
    private String lastParsed = "";

    private String parsedBefore = "";
    private String lastForeignUrl = "";

    /**
     * @param base the folder that a script without a path of its own imports relative to
     */
    public ModuleFiles(Path base) {
        this.base = base.toAbsolutePath().normalize();
    }

    /** Files as another realm has them now. */
    public ModuleFiles(ModuleFiles other) {
        base = other.base;
        roots.addAll(other.roots);
    }

    /**
     * Grants a folder and all below it.
     *
     * @throws IOException when there is no such folder
     */
    public void grant(Path folder) throws IOException {
        roots.add(folder.toRealPath());
    }

    /** Adds a module that is no file; its imports are resolved as if it were one at that absolute path. */
    public void add(Path path, String source) {
        made.put(path, source.getBytes(StandardCharsets.UTF_8));
    }

    /** The file itself, behind links, if it may be read. */
    private Path permitted(Path path) throws IOException {
        if (path.equals(FOREIGN)) {
            throw cannotImport(lastForeignUrl, "modules come from files only");
        }
        if (isBare(path)) {
            throw cannotImport(
                    path.toString(), "a module specifier must be a file URL or start with '/', './' or '../'");
        }
        Path absolute = toAbsolutePath(path).normalize();
        Path real;
        try {
            real = absolute.toRealPath();
        } catch (IOException e) {
            // Whether there is a file is nobody's business outside of the granted folders.
            throw isGranted(absolute)
                    ? new NoSuchFileException(path.toString())
                    : cannotImport(path.toString(), NOT_GRANTED);
        }
        if (!isGranted(real)) {
            throw cannotImport(path.toString(), NOT_GRANTED);
        }
        return real;
    }

    /**
     * The bytes of a file that may be read.
     *
     * @throws IOException when it may not be, or cannot be
     */
    public byte[] read(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!isGranted(absolute) || !isGranted(absolute.toRealPath())) {
            throw new IOException(NOT_GRANTED);
        }
        return Files.readAllBytes(absolute);
    }

    private boolean isGranted(Path path) {
        for (Path root : roots) {
            if (path.startsWith(root)) {
                return true;
            }
        }
        return false;
    }

    private IOException cannotImport(String path, String why) {
        String importer = lastParsed.equals(path) ? parsedBefore : lastParsed;
        String from = importer.isEmpty() ? "" : " from " + importer;
        return new IOException("cannot import '" + path + "'" + from + ": " + why);
    }

    private static boolean isBare(Path path) {
        String first = path.isAbsolute() || path.getNameCount() == 0
                ? ""
                : path.getName(0).toString();
        return !first.isEmpty() && !first.equals(".") && !first.equals("..");
    }

    @Override
    public Path parsePath(URI uri) {
        Path path = pathOf(uri.toString());
        if (path == null) {
            // An exception here would make the engine try its own way to open a URL, and say so.
            lastForeignUrl = uri.toString();
            return FOREIGN;
        }
        return path;
    }

    private static @Nullable Path pathOf(String url) {
        try {
            return DocumentUrl.parse(url).toPath();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public Path parsePath(String path) {
        if (!path.isEmpty()) {
            parsedBefore = lastParsed;
            lastParsed = path;
        }
        return Path.of(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options) throws IOException {
        if (modes.contains(AccessMode.WRITE) || modes.contains(AccessMode.EXECUTE)) {
            throw new AccessDeniedException(path.toString());
        }
        if (!made.containsKey(path)) {
            permitted(path);
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        if (!Set.of(StandardOpenOption.READ).containsAll(options)) {
            throw new AccessDeniedException(path.toString());
        }
        byte[] text = made.get(path);
        return text != null
                ? new ByteArrayChannel(text)
                : Files.newByteChannel(permitted(path), StandardOpenOption.READ);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return path.isAbsolute() ? path : base.resolve(path).normalize();
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        return made.containsKey(path) ? path : permitted(path);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        byte[] text = made.get(path);
        return text == null
                ? Files.readAttributes(permitted(path), attributes, options)
                : Map.of("isRegularFile", true, "isDirectory", false, "isSymbolicLink", false, "size", (long)
                        text.length);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        throw new AccessDeniedException(folder.toString());
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        throw new AccessDeniedException(folder.toString());
    }

    @Override
    public void delete(Path path) throws IOException {
        throw new AccessDeniedException(path.toString());
    }
}
