import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Links a copy of the running JDK in which the Graal compiler has replaced the JDK's module of that name.
 *
 * <p>Started by the launcher as a source file: {@code java LinkRuntime.java OUTPUT WORK JAR...}. The jars are the
 * compiler's modules, {@code WORK} is an empty folder for what is needed on the way.
 */
final class LinkRuntime {
    /** Replaced, or of no use in an image linked from modules that are not the JDK's own files. */
    private static final Set<String> LEFT_OUT =
            Set.of("jdk.graal.compiler", "jdk.graal.compiler.management", "jdk.jlink", "jdk.jpackage");

    private static final Path HOME = Path.of(System.getProperty("java.home"));

    private LinkRuntime() {}

    public static void main(String[] arguments) throws IOException {
        Path output = Path.of(arguments[0]);
        Path modules = HOME.resolve("jmods");
        if (!Files.exists(modules.resolve("java.base.jmod"))) {
            modules = Path.of(arguments[1]);
            takeModulesOutOfTheJdk(modules);
        }
        // The first module of a name is taken: the compiler's stand before the JDK's.
        List<String> path = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        path.add(modules.toString());
        int code = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--module-path=" + String.join(System.getProperty("path.separator"), path),
                        "--add-modules=ALL-MODULE-PATH",
                        // Its classes are among those taken out of the JDK.
                        "--disable-plugin=generate-jli-classes",
                        "--generate-cds-archive",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output=" + output);
        if (code == 0) {
            keepTheTrustOfTheJdk(output);
        }
        System.exit(code);
    }

    /**
     * Writes the modules of a JDK that comes without them in files. Which of the native files belong to which module
     * is not known then; all go with the base.
     */
    private static void takeModulesOutOfTheJdk(Path modules) throws IOException {
        Path jrt = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> found = Files.list(jrt)) {
            for (Path module : (Iterable<Path>) found::iterator) {
                String name = module.getFileName().toString();
                if (name.equals("java.base")) {
                    try (OutputStream file = open(modules.resolve(name + ".jmod"))) {
                        file.write(new byte[] {'J', 'M', 1, 0});
                        ZipOutputStream zip = stored(file);
                        add(zip, module, "classes/");
                        add(zip, HOME.resolve("bin"), "bin/");
                        add(zip, HOME.resolve("conf"), "conf/");
                        add(zip, HOME.resolve("legal"), "legal/");
                        add(zip, HOME.resolve("lib"), "lib/");
                        zip.finish();
                    }
                } else if (!LEFT_OUT.contains(name) && !name.startsWith("jdk.incubator.")) {
                    try (OutputStream file = open(modules.resolve(name + ".jar"))) {
                        ZipOutputStream zip = stored(file);
                        add(zip, module, "");
                        zip.finish();
                    }
                }
            }
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    private static ZipOutputStream stored(OutputStream file) {
        ZipOutputStream zip = new ZipOutputStream(file);
        zip.setLevel(0);
        return zip;
    }

    private static void add(ZipOutputStream zip, Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (Files.isRegularFile(file) && !isMadeByLinking(prefix + name)) {
                    zip.putNextEntry(new ZipEntry(prefix + name));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
        }
    }

    private static boolean isMadeByLinking(String entry) {
        return entry.equals("lib/modules")
                || entry.equals("lib/jrt-fs.jar")
                || entry.equals("lib/src.zip")
                || entry.endsWith(".jsa");
    }

    /** The certificates that the machine trusts stay those of the JDK, also when they change. */
    private static void keepTheTrustOfTheJdk(Path output) throws IOException {
        Path certificates = HOME.resolve("lib/security/cacerts");
        Path copied = output.resolve("lib/security/cacerts");
        if (Files.exists(certificates)) {
            Files.deleteIfExists(copied);
            Files.createSymbolicLink(copied, certificates);
        }
    }
}
