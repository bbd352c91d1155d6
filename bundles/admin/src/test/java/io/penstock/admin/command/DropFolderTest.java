package io.penstock.admin.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class DropFolderTest {
    @TempDir
    private Path folder;

    private DropFolder drop() {
        return new DropFolder(fake(BundleContext.class, Map.of()), folder);
    }

    private static Bundle from(String location) {
        return fake(Bundle.class, Map.of("getLocation", location, "getSymbolicName", "com.example.mine"));
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private Path jar(String name, Map<String, String> headers) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
        return file;
    }

    @Test
    void knowsItsOwnBundles() {
        Path file = folder.resolve("my plugin.jar");
        assertThat(drop().fileOf(from(file.toUri().toString()))).isEqualTo(file);
    }

    @Test
    void leavesBundlesOfOtherPlacesAlone() {
        for (String location : new String[] {"reference:file:/opt/penstock/bundles/a.jar", "file:/elsewhere/a.jar",
            folder.resolve("..").resolve("a.jar").toUri().toString(), folder.resolve("sub/a.jar").toUri().toString(),
            "System Bundle", "file:", "::"}) {
            assertThatThrownBy(() -> drop().fileOf(from(location))).as(location)
                    .isInstanceOfSatisfying(PenstockException.class, e -> {
                        assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
                        assertThat(e).hasMessageContaining("com.example.mine");
                    });
        }
    }

    @Test
    void putsAWholeJarUnderItsNameAndNothingElse() throws Exception {
        Path source = jar("source", Map.of("Bundle-SymbolicName", "com.example.mine;singleton:=true", "Bundle-Version", "1.2"));
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        DropFolder drop = new DropFolder(fake(BundleContext.class, Map.of()), plugins);
        BundleJar jar = BundleJar.read(source);
        assertThat(jar).isEqualTo(new BundleJar(source, "com.example.mine", "1.2"));
        drop.put(jar, drop.fileFor(jar));
        drop.put(jar, drop.fileFor(jar));
        try (var files = Files.list(plugins)) {
            assertThat(files).containsExactly(plugins.resolve("com.example.mine.jar"));
        }
        drop.remove(drop.fileFor(jar));
        assertThat(plugins).isEmptyDirectory();
    }

    @Test
    void neverWritesOverAnotherBundlesJar() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path other = Files.writeString(plugins.resolve("plugin.jar"), "another bundle");
        Path source = jar("plugin.jar", Map.of("Bundle-SymbolicName", "com.example.mine"));
        PluginsChange change = new PluginsChange(fake(BundleContext.class,
                Map.of("getProperty", plugins.toString(), "getBundles", new Bundle[0])));

        assertThatThrownBy(() -> change.install(BundleJar.read(source), value -> { }))
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.code()).isEqualTo("plugins.file-taken"));
        assertThat(other).hasContent("another bundle");
    }

    @Test
    void takesOnlyBundles() throws Exception {
        assertThatThrownBy(() -> BundleJar.read(jar("up.jar", Map.of("Bundle-SymbolicName", "../../up"))))
                .hasMessageContaining("no bundle");
        assertThatThrownBy(() -> BundleJar.read(jar("plain.jar", Map.of()))).hasMessageContaining("Bundle-SymbolicName");
        assertThatThrownBy(() -> BundleJar.read(Files.writeString(folder.resolve("text.jar"), "x"))).hasMessageContaining("no jar");
        assertThatThrownBy(() -> BundleJar.read(folder.resolve("absent.jar"))).hasMessageContaining("there is no file");
        assertThatThrownBy(() -> BundleJar.read(Path.of("relative.jar"))).hasMessageContaining("absolute");
    }

    @Test
    void checksWhatACallerAsksFor() {
        Arguments arguments = new Arguments("x", Map.of("n", 5L, "t", "text", "f", true));
        assertThat(arguments.number("n", 1, 10)).isEqualTo(5);
        assertThat(arguments.number("absent", 1, 10)).isEqualTo(1);
        assertThat(arguments.flag("f")).isTrue();
        assertThat(arguments.text("t", "")).isEqualTo("text");
        assertThatThrownBy(() -> arguments.number("n", 1, 4)).hasMessageContaining("0 to 4");
        assertThatThrownBy(() -> arguments.text("n")).isInstanceOf(PenstockException.class);
    }
}
