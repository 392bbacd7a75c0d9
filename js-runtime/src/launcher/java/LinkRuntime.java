import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleProvideInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Links a copy of the running JDK in which the Graal compiler has replaced the JDK's module of that name, with our policy
 * of inlining in it.
 *
 * <p>Started by the launcher as a source file: {@code java LinkRuntime.java OUTPUT WORK POLICY JAR...}. The jars are the
 * compiler's modules, {@code POLICY} is the folder of the policy's sources, and {@code WORK} an empty one for what is
 * needed on the way.
 */
final class LinkRuntime {
    private static final String COMPILER = "jdk.graal.compiler";
    private static final ClassDesc POLICY_PROVIDER =
            ClassDesc.of("jdk.graal.compiler.truffle.phases.inlining.InliningPolicyProvider");
    private static final ClassDesc OUR_POLICY_PROVIDER = ClassDesc.of("dev.weir.inlining.FrequentCallsPolicyProvider");

    /** Replaced, or of no use in an image linked from modules that are not the JDK's own files. */
    private static final Set<String> LEFT_OUT =
            Set.of(COMPILER, "jdk.graal.compiler.management", "jdk.jlink", "jdk.jpackage");

    private static final Path HOME = Path.of(System.getProperty("java.home"));

    private LinkRuntime() {}

    public static void main(String[] arguments) throws IOException {
        Path output = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        List<Path> jars = Arrays.stream(arguments).skip(3).map(Path::of).toList();
        // The first module of a name is taken: the compiler's stand before the JDK's.
        List<Path> path = new ArrayList<>();
        path.add(compilerWithPolicy(jars, Path.of(arguments[2]), work));
        path.addAll(jars);
        Path modules = HOME.resolve("jmods");
        if (!Files.exists(modules.resolve("java.base.jmod"))) {
            modules = Files.createDirectory(work.resolve("modules"));
            takeModulesOutOfTheJdk(modules);
        }
        path.add(modules);
        run(
                "jlink",
                "--module-path=" + joined(path),
                "--add-modules=ALL-MODULE-PATH",
                // Its classes are among those taken out of the JDK.
                "--disable-plugin=generate-jli-classes",
                "--generate-cds-archive",
                "--no-header-files",
                "--no-man-pages",
                "--output=" + output);
        keepTheTrustOfTheJdk(output);
    }

    private static void run(String tool, String... arguments) {
        int code = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static String joined(List<Path> paths) {
        return String.join(
                System.getProperty("path.separator"),
                paths.stream().map(Path::toString).toList());
    }

    /**
     * Writes the compiler's module with the policy as one more of its services: the compiler looks for them in modules that
     * its own exports nothing to but those of its makers.
     */
    private static Path compilerWithPolicy(List<Path> jars, Path sources, Path work) throws IOException {
        Path classes = work.resolve("policy");
        List<String> javac = new ArrayList<>(List.of(
                "--upgrade-module-path=" + joined(jars),
                "--add-modules=" + COMPILER,
                "--patch-module=" + COMPILER + "=" + sources,
                "-d",
                classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).map(Path::toString).forEach(javac::add);
        }
        run("javac", javac.toArray(String[]::new));

        Path made = work.resolve("compiler.jar");
        Path original = jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("compiler-"))
                .findFirst()
                .orElseThrow();
        Files.copy(original, made);
        run("jar", "--update", "--file=" + made, "-C", classes.toString(), ".");
        try (FileSystem jar = FileSystems.newFileSystem(made)) {
            Path moduleInfo = jar.getPath("module-info.class");
            Files.write(moduleInfo, withPolicy(Files.readAllBytes(moduleInfo)));
        }
        return made;
    }

    private static byte[] withPolicy(byte[] moduleInfo) {
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(classFile.parse(moduleInfo), (builder, element) -> {
            if (element instanceof ModuleAttribute module) {
                builder.with(ModuleAttribute.of(
                        module.moduleName(),
                        module.moduleFlagsMask(),
                        module.moduleVersion().orElse(null),
                        module.requires(),
                        module.exports(),
                        module.opens(),
                        module.uses(),
                        module.provides().stream()
                                .map(LinkRuntime::withPolicy)
                                .toList()));
            } else {
                builder.with(element);
            }
        });
    }

    private static ModuleProvideInfo withPolicy(ModuleProvideInfo provided) {
        if (!provided.provides().asSymbol().equals(POLICY_PROVIDER)) {
            return provided;
        }
        Stream<ClassDesc> own = provided.providesWith().stream().map(ClassEntry::asSymbol);
        return ModuleProvideInfo.of(
                POLICY_PROVIDER,
                Stream.concat(own, Stream.of(OUR_POLICY_PROVIDER)).toList());
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
