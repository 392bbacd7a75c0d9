package dev.weir.runtime.modules;

import dev.weir.html.DocumentUrl;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A module's URL in the shape of a path: the engine asks a file system for modules, and knows each by the text of its
 * path. What the engine takes for the sibling of a path is here what the URL of a specifier is.
 *
 * @see <a href="https://html.spec.whatwg.org/#resolve-a-module-specifier">HTML, resolve a module specifier</a>
 */
final class ModulePath implements Path {
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

    private final String text;
    private final @Nullable DocumentUrl url;
    private final @Nullable ModulePath importer;
    private final String name;
    /** What the engine calls the script; null for the end of its path. */
    private final @Nullable String fileName;

    private ModulePath(String text, @Nullable DocumentUrl url, @Nullable ModulePath importer) {
        this(text, url, importer, url == null ? text : nameOf(url));
    }

    private ModulePath(String text, @Nullable DocumentUrl url, @Nullable ModulePath importer, String name) {
        this(text, url, importer, name, null);
    }

    private ModulePath(
            String text,
            @Nullable DocumentUrl url,
            @Nullable ModulePath importer,
            String name,
            @Nullable String fileName) {
        this.text = text;
        this.url = url;
        this.importer = importer;
        this.name = name;
        this.fileName = fileName;
    }

    /** A text that the engine has: the name of a script that is about to import, or a specifier that one wrote. */
    static ModulePath of(String text) {
        return new ModulePath(text, null, null);
    }

    static ModulePath of(DocumentUrl url) {
        return new ModulePath(url.href(), url, null);
    }

    /** A script that is no module: the engine reads it by its path, and calls it by the name. */
    static ModulePath script(DocumentUrl url, String path, String name) {
        return new ModulePath(name, url, null, path, name);
    }

    /**
     * A URL as a script wrote it. One that does not begin with "file:" the engine knows by that text from now on; of one
     * that does it takes the text for a specifier of the importer's, whatever that is resolved against.
     */
    static ModulePath of(URI uri, @Nullable ModulePath importer) {
        String text = uri.toString();
        DocumentUrl url = resolve(text, null);
        if (url == null || !"file".equals(uri.getScheme())) {
            return new ModulePath(text, url, importer, text);
        }
        return importer == null ? new ModulePath(text, url, null) : new ModulePath(text, url, importer, url.href());
    }

    /**
     * The path if the URL is no more than that, else the URL. Both name the same as a specifier, and no two URLs have the
     * same name.
     */
    static String nameOf(DocumentUrl url) {
        Path path = url.search().isEmpty() && url.hash().isEmpty() ? url.toPath() : null;
        return path != null
                        && path.toString().equals(url.pathname())
                        && url.href().equals("file://" + path)
                ? path.toString()
                : url.href();
    }

    /** What this is the URL of, or null when it is only a text, or one that is no URL. */
    @Nullable
    DocumentUrl url() {
        return url;
    }

    /** The specifier as the script wrote it, if this was made of one. */
    String specifier() {
        return text;
    }

    /** Who imports this, or null where the engine does not tell. */
    @Nullable
    ModulePath importer() {
        return importer;
    }

    /** This specifier, and the script that has it. */
    ModulePath importedBy(@Nullable ModulePath script) {
        return new ModulePath(text, url, script);
    }

    /** This specifier, as it is resolved against a base; without a URL when it is bare, or no URL. */
    ModulePath resolvedAgainst(@Nullable DocumentUrl base) {
        return new ModulePath(text, resolve(text, base), importer);
    }

    private static @Nullable DocumentUrl resolve(String specifier, @Nullable DocumentUrl base) {
        boolean relative = specifier.startsWith("/") || specifier.startsWith("./") || specifier.startsWith("../");
        if (relative) {
            return base == null ? null : base.resolve(specifier);
        }
        return DocumentUrl.ABOUT_BLANK.resolve(specifier);
    }

    /** Whether no URL can come of it, whatever the base. */
    boolean isBare() {
        return !text.startsWith("/")
                && !text.startsWith("./")
                && !text.startsWith("../")
                && resolve(text, null) == null;
    }

    /** The URL of the script with this name: a path, of a script that was read from a file, or a URL. */
    @Nullable
    DocumentUrl urlOfScript() {
        if (url != null) {
            return url;
        }
        if (!text.startsWith("/")) {
            return resolve(text, null);
        }
        try {
            return DocumentUrl.of(Path.of(text));
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** The file that the URL names, or null; the query and the fragment are not looked at. */
    @Nullable
    Path file() {
        if (url == null) {
            return null;
        }
        // Escaped they are no separators, and so part of a name that no file has.
        String escaped = url.pathname().toLowerCase(Locale.ROOT);
        return escaped.contains("%2f") || escaped.contains("%5c") || escaped.contains("%00") ? null : url.toPath();
    }

    // ---- as the engine sees it

    @Override
    public Path resolveSibling(String specifier) {
        return new ModulePath(specifier, null, this);
    }

    @Override
    public Path resolveSibling(Path other) {
        return resolveSibling(other.toString());
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public boolean isAbsolute() {
        return url != null;
    }

    @Override
    public Path getFileName() {
        if (fileName != null) {
            return of(fileName);
        }
        String path = url == null ? text : url.pathname();
        return of(path.substring(path.lastIndexOf('/') + 1));
    }

    @Override
    public URI toUri() {
        String href = url == null ? text : url.href();
        try {
            return URI.create(legal(href));
        } catch (IllegalArgumentException e) {
            return URI.create("about:invalid"); // what is thrown here, scripts would see
        }
    }

    /** URIs allow fewer characters than URLs do. */
    private static String legal(String href) {
        StringBuilder legal = new StringBuilder(href.length());
        boolean fragment = false;
        for (int i = 0; i < href.length(); i++) {
            char c = href.charAt(i);
            boolean escape =
                    c == '%' && !ESCAPE.matcher(href).region(i, href.length()).lookingAt();
            if (escape || "|[]{}^`\\<>\" ".indexOf(c) >= 0 || c == '#' && fragment) {
                legal.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            } else {
                legal.append(c);
            }
            fragment |= c == '#';
        }
        return legal.toString();
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return this;
    }

    @Override
    public FileSystem getFileSystem() {
        return FileSystems.getDefault();
    }

    @Override
    public @Nullable Path getRoot() {
        return null;
    }

    @Override
    public @Nullable Path getParent() {
        return null;
    }

    @Override
    public int getNameCount() {
        return 1;
    }

    @Override
    public Path getName(int index) {
        return getFileName();
    }

    @Override
    public Path subpath(int from, int to) {
        return this;
    }

    @Override
    public boolean startsWith(Path other) {
        return equals(other);
    }

    @Override
    public boolean endsWith(Path other) {
        return equals(other);
    }

    @Override
    public Path resolve(String other) {
        return resolveSibling(other);
    }

    @Override
    public Path resolve(Path other) {
        return other;
    }

    /** Never fails: the engine shows the files of a stack relative to the working directory. */
    @Override
    public Path relativize(Path other) {
        return other;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("modules are not watched");
    }

    @Override
    public int compareTo(Path other) {
        return name.compareTo(other.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModulePath path && path.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
