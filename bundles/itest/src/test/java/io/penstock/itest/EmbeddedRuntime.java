package io.penstock.itest;

import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.LaunchedFramework;
import io.penstock.cli.launch.Launcher;
import io.penstock.cli.launch.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** A distribution started by its own launcher in the test's JVM, and asked over its admin socket. Used by one thread. */
final class EmbeddedRuntime implements AutoCloseable {
    private final Path home;
    private final LaunchedFramework framework;

    private EmbeddedRuntime(Path home, LaunchedFramework framework) {
        this.home = home;
        this.framework = framework;
    }

    static EmbeddedRuntime start(Distribution distribution, Path home) {
        LaunchOptions options = LaunchOptions.of(Mode.AGENT, distribution.folder(), home);
        return new EmbeddedRuntime(home, Launcher.launch(options, notice -> {
            throw new AssertionError(notice);
        }));
    }

    /** A bundle by its symbolic name. */
    Bundle bundle(String symbolicName) {
        return find(symbolicName).orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
    }

    /** The bundle that was installed from a jar. */
    Bundle bundleOf(Path jar) {
        return bundles().stream().filter(bundle -> bundle.getLocation().endsWith("/" + jar.getFileName())).findFirst()
                .orElseThrow(() -> new AssertionError("nobody was installed from " + jar));
    }

    /** Where a bundle of the distribution lies. */
    Path jarOf(String symbolicName) {
        return Path.of(URI.create(bundle(symbolicName).getLocation().substring("reference:".length())));
    }

    Optional<Bundle> find(String symbolicName) {
        return bundles().stream().filter(bundle -> symbolicName.equals(bundle.getSymbolicName())).findFirst();
    }

    /** All there are, in the order of their start. */
    List<Bundle> bundles() {
        return Arrays.asList(framework.context().getBundles());
    }

    Bundle system() {
        return framework.context().getBundle();
    }

    /** Puts a pipe into the folder as one write, or changes it. */
    void pipe(String fileName, String text) throws IOException {
        replace(home.resolve("pipes").resolve(fileName), text);
    }

    /** Writes a file beside, then puts it into place. */
    static void replace(Path file, String text) throws IOException {
        Path beside = Files.writeString(file.resolveSibling("." + file.getFileName() + ".part"), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The state of a pipe; empty when there is none of that name, or nobody to ask just now. */
    String state(String pipe) {
        return states().state(pipe);
    }

    /** A pipe as {@code pipes.list} shows it. */
    Optional<Map<?, ?>> row(String pipe) {
        return states().row(pipe);
    }

    /** How many events each output of a pipe has delivered. */
    Map<String, Long> delivered(String pipe) {
        Map<String, Long> delivered = new TreeMap<>();
        ask("pipes.show", Map.of("pipe", pipe)).stream().flatMap(row -> ((List<?>) ((Map<?, ?>) row).get("nodes")).stream())
                .<Map<?, ?>>map(node -> (Map<?, ?>) node).filter(node -> "OUTPUT".equalsIgnoreCase((String) node.get("kind")))
                .forEach(node -> delivered.put((String) node.get("id"), ((Number) node.get("out")).longValue()));
        return delivered;
    }

    /** The values of a command's answer; none while there is nobody to answer it. */
    List<Object> ask(String command, Map<String, ?> arguments) {
        return states().ask(command, arguments);
    }

    private PipeStates states() {
        return new PipeStates(home.resolve("data"));
    }

    @Override
    public void close() throws InterruptedException {
        framework.close();
        framework.awaitStop();
    }
}
