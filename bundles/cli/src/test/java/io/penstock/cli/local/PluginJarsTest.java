package io.penstock.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.cli.project.PluginProject;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PluginJarsTest {
    private static final Path JAR = Path.of("a.jar");

    @TempDir
    private Path folder;

    @Test
    void readsOffersAmongOtherCapabilities() {
        String header = "osgi.service;objectClass:List<String>=\"a,b\";uses:=\"c\",io.penstock.plugin;class=\"x.A\";kind=INPUT;name=a-b,"
                + " io.penstock.plugin ; class:String=\"x.B\" ; kind=\"output\" ; name=\"b\", io.penstock.pluginx;class=y;kind=INPUT;name=c";
        assertThat(PluginOffer.of(CapabilityClause.parse(header), JAR)).containsExactly(
                new PluginOffer(PluginKind.INPUT, "a-b", "x.A", JAR), new PluginOffer(PluginKind.OUTPUT, "b", "x.B", JAR));
    }

    @Test
    void passesOverOffersThatSayTooLittle() {
        assertThat(PluginOffer.of(CapabilityClause.parse("io.penstock.plugin;kind=INPUT;name=a"), JAR)).isEmpty();
        assertThat(PluginOffer.of(CapabilityClause.parse("io.penstock.plugin;class=x;kind=ODD;name=a"), JAR)).isEmpty();
        assertThat(PluginOffer.of(CapabilityClause.parse(""), JAR)).isEmpty();
    }

    @Test
    void namesTheFileThatIsNoJar() throws Exception {
        Files.writeString(folder.resolve("x.jar"), "no jar");
        assertThatThrownBy(() -> PluginJars.scan(List.of(folder), folder)).isInstanceOf(PenstockException.class)
                .hasMessageContaining("x.jar");
    }

    @Test
    void findsWordsThatCouldBePlugins() {
        assertThat(NamedWords.of("inputs: {a: {http-poll: {url: x}}}\n- generate:")).contains("http-poll", "generate", "inputs");
    }

    @ParameterizedTest
    @EnumSource
    void aNewPluginsProjectCompilesAndIsFoundAndLoaded(PluginKind kind) throws Exception {
        Path project = folder.resolve("my-plugin");
        Path core = Files.writeString(folder.resolve("core.jar"), "stands for the real one");
        new PluginProject("my-plugin", kind, "com.example.mine", core, Path.of("/opt/it's/penstock"), "1.0").write(project);
        assertThat(project.resolve("build.sh")).isExecutable().content().contains("'/opt/it'\\''s/penstock'");
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        jar(project, compiled(project), plugins.resolve("my-plugin.jar"));

        PluginJars jars = PluginJars.scan(List.of(plugins, folder.resolve("absent")), folder.resolve("absent"));
        assertThat(jars.load(name -> false)).isEmpty();
        List<Plugin<?>> loaded = jars.load(name -> name.equals("my-plugin"));
        assertThat(loaded).hasSize(1);
        PluginComponent component = loaded.get(0).getClass().getAnnotation(PluginComponent.class);
        assertThat(component.name()).isEqualTo("my-plugin");
        assertThat(component.kind()).isEqualTo(kind);
        assertThat(jars.loadAll()).as("made once").isEqualTo(loaded);
        assertThat(Files.walk(project).filter(Files::isRegularFile)).allSatisfy(file ->
                assertThat(file).content().doesNotContainPattern("@[a-zA-Z]+@"));
    }

    @Test
    void aProjectIsNotWrittenOverAnother() throws Exception {
        Path core = Files.writeString(folder.resolve("core.jar"), "x");
        PluginProject project = new PluginProject("a", PluginKind.INPUT, "a.b", core, Path.of("penstock"), "1");
        assertThatThrownBy(() -> project.write(folder)).hasMessageContaining("not empty");
        for (String bad : List.of("A", "1a", "a_b", "a--b", "", "-", "../a")) {
            assertThatThrownBy(() -> new PluginProject(bad, PluginKind.INPUT, "a.b", core, Path.of("p"), "1"))
                    .isInstanceOf(PenstockException.class);
        }
    }

    private Path compiled(Path project) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.walk(project.resolve("src/main/java"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
        return classes;
    }

    private static void jar(Path project, Path classes, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(project.resolve("src/main/bundle/MANIFEST.MF"));
                OutputStream out = Files.newOutputStream(to);
                JarOutputStream jar = new JarOutputStream(out, new Manifest(in));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                jar.write(Files.readAllBytes(file));
            }
        }
    }
}
