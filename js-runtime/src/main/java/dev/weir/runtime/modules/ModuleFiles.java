package dev.weir.runtime.modules;

import dev.weir.html.DocumentUrl;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/**
 * The files that a realm's modules may come from: everything below the granted folders, to be read only. A link that
 * leads out of them leads nowhere. Only on the realm's loop.
 *
 * <p>A {@linkplain ModulePath module's path} is its URL: query and fragment tell modules apart and do not take part in
 * finding the file.
 */
public final class ModuleFiles {
    private static final String NOT_GRANTED = "it is outside of the folders that scripts may be loaded from";

    private final List<Path> roots = new ArrayList<>();
    private final Map<String, Made> made = new HashMap<>();
    private final DocumentUrl folder;
    private int inline;
    /** The beginning of the paths of scripts that are known to the engine only. */
    private final String internal = "/" + UUID.randomUUID() + "/";

    private int scripts;

    /** Who owns the blobs that are imported now. */
    private Supplier<Object> running = () -> this;

    private Supplier<DocumentUrl> documentBase = () -> DocumentUrl.ABOUT_BLANK;
    private Blobs blobs = url -> {
        throw new IOException("there are no blobs");
    };

    /**
     * The script whose name the engine has just parsed, which it does before it looks at what that script imports; null
     * when something else came since.
     */
    private @Nullable ModulePath importing;

    /** The modules that the engine knows, by their names. */
    private final Map<String, ModulePath> known = new HashMap<>();

    /** The modules that are blobs. */
    public interface Blobs {
        /** The text of one, in UTF-8, or the reason why it cannot be had. */
        byte[] load(DocumentUrl url) throws IOException;
    }

    /**
     * A script that is no file, or not as it is there.
     *
     * @param base what its imports are resolved against: null when that is nothing
     * @param owner with whom it goes
     * @param once whether the text is not kept when it was read: the engine asks once for each realm
     */
    private record Made(byte[] text, @Nullable DocumentUrl base, Object owner, boolean once) {
        private static final byte[] READ = {};

        static Made of(String source, @Nullable DocumentUrl base, Object owner, boolean once) {
            return new Made(source.getBytes(StandardCharsets.UTF_8), base, owner, once);
        }

        boolean isRead() {
            return text == READ;
        }

        Made read() {
            return once ? new Made(READ, base, owner, true) : this;
        }
    }

    /**
     * @param base the folder that a script without a path of its own imports relative to, where the document's URL cannot
     *     be a base
     */
    public ModuleFiles(Path base) {
        String url = DocumentUrl.of(base).href();
        folder = Objects.requireNonNull(DocumentUrl.ABOUT_BLANK.resolve(url.endsWith("/") ? url : url + "/"));
    }

    /** Files as another realm has them now. */
    public ModuleFiles(ModuleFiles other) {
        folder = other.folder;
        roots.addAll(other.roots);
    }

    /** Says what scripts without a path of their own import relative to, unless it is about:blank. */
    public void setDocumentBase(Supplier<DocumentUrl> base) {
        documentBase = base;
    }

    /**
     * Says where modules with the URL of a blob come from.
     *
     * @param owner with whom those go that are imported now
     */
    public void setBlobs(Blobs loader, Supplier<Object> owner) {
        blobs = loader;
        running = owner;
    }

    /**
     * Grants a folder and all below it.
     *
     * @throws IOException when there is no such folder
     */
    public void grant(Path folder) throws IOException {
        roots.add(folder.toRealPath());
    }

    /**
     * A path that the engine finds a script at, and that no script can name. A script of ours stays there; the comment at its
     * end keeps it out of the stacks of errors. Any other is there for whoever reads it next: what it was read from may be
     * in another encoding, or have changed.
     *
     * @param owner with whom a script that is not ours goes
     */
    public String pathOf(Source script, Object owner) {
        boolean ours = script.isInternal();
        String name = script.getName();
        String path = internal + (ours ? name.replace(':', '/') : "script/" + ++scripts);
        if (!known.containsKey(path)) {
            DocumentUrl url = Objects.requireNonNull(DocumentUrl.ABOUT_BLANK.resolve("file://" + path));
            known.put(path, ModulePath.script(url, path, name));
            String text = script.getCharacters().toString();
            made.put(
                    url.href(),
                    ours
                            ? Made.of(text + "\n//# sourceURL=internal:" + name, url, this, false)
                            : Made.of(text, DocumentUrl.of(Path.of(script.getPath())), owner, true));
        }
        return path;
    }

    /** Forgets the scripts that go with the owner. */
    public void forget(Object owner) {
        Set<String> gone = new HashSet<>();
        made.forEach((url, script) -> {
            if (script.owner() == owner) {
                gone.add(url);
            }
        });
        made.keySet().removeAll(gone);
        known.values()
                .removeIf(path -> path.url() != null && gone.contains(path.url().href()));
    }

    /** Counts one more module that has no URL of its own; the first is 1. */
    public int countInline() {
        return ++inline;
    }

    /**
     * Adds a module that is no file; its imports are resolved against the base, or fail.
     *
     * @param owner with whom it goes
     */
    public void add(DocumentUrl url, String source, @Nullable DocumentUrl base, Object owner) {
        made.put(url.href(), Made.of(source, base, owner, false));
    }

    /**
     * The specifier to import a module with, whatever it is resolved against. It becomes the module's name, which is its
     * path where that is enough.
     */
    public String specifierOf(DocumentUrl module) {
        return known(ModulePath.of(module)).toString();
    }

    /** What scripts without a path of their own import relative to, in a document with the base URL. */
    public DocumentUrl baseIn(DocumentUrl base) {
        return base.protocol().equals("about:") ? folder : base;
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

    // ---- which module a specifier names

    /** The path with its URL. */
    private ModulePath resolved(Path path) throws IOException {
        importing = null;
        ModulePath module = (ModulePath) path;
        ModulePath resolved = module.url() != null ? module : module.resolvedAgainst(baseOf(module.importer()));
        if (resolved.url() == null) {
            throw refusal(
                    module,
                    module.isBare()
                            ? "a module specifier must be a file URL or start with '/', './' or '../'"
                            : "it is not a valid URL");
        }
        return resolved;
    }

    private @Nullable DocumentUrl baseOf(@Nullable ModulePath importer) {
        if (importer == null) {
            return baseIn(documentBase.get());
        }
        DocumentUrl url = importer.urlOfScript();
        Made own = url == null ? null : made.get(url.href());
        return own == null ? url : own.base();
    }

    private ModulePath known(ModulePath module) {
        return Objects.requireNonNullElse(known.putIfAbsent(module.toString(), module), module);
    }

    /** The module, if it is no file. */
    private @Nullable Made madeOf(ModulePath module) throws IOException {
        DocumentUrl url = module.url();
        if (url == null) {
            return null;
        }
        Made own = made.get(url.href());
        if (own == null && url.protocol().equals("blob:")) {
            own = new Made(loadBlob(module, url), url, running.get(), true);
            made.put(url.href(), own);
        }
        return own;
    }

    private byte[] loadBlob(ModulePath module, DocumentUrl url) throws IOException {
        try {
            return blobs.load(url);
        } catch (IOException e) {
            throw refusal(module, String.valueOf(e.getMessage()));
        }
    }

    /** The text of a module that is no file. Whoever has read a blob keeps it when its URL is revoked; others are refused. */
    private byte[] read(ModulePath module, Made own) throws IOException {
        DocumentUrl url = Objects.requireNonNull(module.url());
        made.put(url.href(), own.read());
        return own.isRead() && url.protocol().equals("blob:") ? loadBlob(module, url) : own.text();
    }

    /** The file itself, behind links, if it may be read. */
    private Path permitted(ModulePath module) throws IOException {
        DocumentUrl url = module.url();
        if (url == null || !url.protocol().equals("file:")) {
            throw refusal(module, "modules come from files, blobs and data: URLs only");
        }
        Path file = module.file();
        if (file == null) {
            throw refusal(module, NOT_GRANTED);
        }
        Path absolute = file.normalize();
        Path real;
        try {
            real = absolute.toRealPath();
        } catch (IOException e) {
            // Whether there is a file is nobody's business outside of the granted folders.
            throw refusal(module, isGranted(absolute) ? "no such file" : NOT_GRANTED);
        }
        if (!isGranted(real)) {
            throw refusal(module, NOT_GRANTED);
        }
        return real;
    }

    /** Becomes an Error of the script's realm: the engine lets a file system throw no other, no TypeError either. */
    private IOException refusal(ModulePath module, String why) {
        String importer = nameOf(module.importer());
        String from = importer.isEmpty() ? "" : " from " + importer;
        return new IOException("cannot import '" + module.specifier() + "'" + from + ": " + why);
    }

    /** What scripts are told of who imports, which is nothing of ours. */
    private String nameOf(@Nullable ModulePath importer) {
        if (importer == null) {
            return "";
        }
        if (!importer.toString().startsWith(internal)) {
            return importer.toString();
        }
        DocumentUrl base = baseOf(importer);
        return base == null || base.pathname().startsWith(internal) ? "" : ModulePath.nameOf(base);
    }

    // ---- what the engine asks for

    ModulePath parse(URI uri) {
        return ModulePath.of(uri, importing);
    }

    ModulePath parse(String path) {
        ModulePath module = known.get(path);
        ModulePath parsed = module != null ? module : ModulePath.of(path).importedBy(importing);
        if (!path.isEmpty()) {
            importing = parsed;
        }
        return parsed;
    }

    /** The module; one that may not be read, or is not there, is refused. */
    ModulePath check(Path path) throws IOException {
        ModulePath module = resolved(path);
        if (madeOf(module) == null) {
            permitted(module);
        }
        return module;
    }

    SeekableByteChannel open(Path path) throws IOException {
        ModulePath module = resolved(path);
        known(module);
        Made own = madeOf(module);
        if (own != null) {
            return new ByteArrayChannel(read(module, own));
        }
        Path file = permitted(module);
        if (Files.isDirectory(file)) {
            throw refusal(module, "it is a folder");
        }
        try {
            return Files.newByteChannel(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw refusal(module, "it cannot be read");
        }
    }

    ModulePath absolute(Path path) {
        ModulePath module = (ModulePath) path;
        if (module.url() != null) {
            return module;
        }
        ModulePath resolved = module.resolvedAgainst(baseOf(module.importer()));
        return resolved.url() == null ? ModulePath.of(folder) : resolved;
    }

    /** The URL stays what it is, behind whatever links the file lies: it is what the module is known by. */
    ModulePath real(Path path) throws IOException {
        return known(check(path));
    }

    Map<String, Object> attributes(Path path, String attributes, LinkOption... options) throws IOException {
        ModulePath module = resolved(path);
        Made own = madeOf(module);
        return own == null
                ? Files.readAttributes(permitted(module), attributes, options)
                : Map.of("isRegularFile", true, "isDirectory", false, "isSymbolicLink", false, "size", (long)
                        own.text().length);
    }
}
