package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.health.Health;
import io.penstock.core.value.ByteSize;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import io.penstock.core.batch.Batch;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.ReadyPipe;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipes as they come from files, with plugins that come and go. */
class PipesRuntimeTest {
    private static final long SOON_SECONDS = 20;

    @TempDir
    Path home;
    private ScheduledExecutorService timer;
    private PluginRegistry plugins;
    private final Collector collector = new Collector();
    private PipesRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(home.resolve("pipes"));
        restartRuntime();
    }

    private void restartRuntime() {
        timer = Workers.timer("test");
        plugins = new PluginRegistry();
        runtime = new PipesRuntime(home.resolve("data"), home.resolve("pipes"),
                new PipesSettings(Optional.empty(), Duration.ofSeconds(4), ByteSize.mebibytes(16),
                        Optional.of("me"), Map.of()), plugins,
                new LateResolver(), timer);
        runtime.start();
    }

    @AfterEach
    void stop() {
        runtime.close(Duration.ofSeconds(9));
        timer.shutdownNow();
    }

    private void write(String file, String text) throws IOException {
        Path temporary = home.resolve("new");
        Files.writeString(temporary, text);
        Files.move(temporary, home.resolve("pipes").resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** A plugin from a class loader of its own, as a bundle's would be. */
    private static Plugin<?> foreign(ClassLoader loader) throws ReflectiveOperationException {
        return (Plugin<?>) loader.loadClass(Numbers.class.getName()).getConstructor().newInstance();
    }

    /** Loads the classes of the plugin anew, everything else from the parent. */
    private static final class BundleLoader extends ClassLoader {
        private BundleLoader() {
            super(PipesRuntimeTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Numbers.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private WeakReference<ClassLoader> runWithAForeignPluginThatGoes() throws Exception {
        BundleLoader loader = new BundleLoader();
        Plugin<?> plugin = foreign(loader);
        plugins.add(plugin, 0);
        plugins.add(collector, 0);
        runtime.pluginsChanged();
        write("count.yaml", "input: numbers\noutput: collector\n");
        await(() -> collector.count() > 1000);
        plugins.remove(plugin);
        runtime.pluginGoing(plugin);
        return new WeakReference<>(loader);
    }

    @Test
    void holdsOnToNothingOfAPluginThatHasGone() throws Exception {
        WeakReference<ClassLoader> loader = runWithAForeignPluginThatGoes();
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.WAITING);
        await(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private void plug() {
        plugins.add(new Numbers(), 0);
        plugins.add(collector, 0);
        runtime.pluginsChanged();
    }

    private PipeStatus pipe(String name) {
        return runtime.service().pipe(name).orElseThrow(() -> new AssertionError(runtime.service().pipes()));
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true: " + runtime.service().pipes());
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private void awaitState(String name, PipeState state) throws InterruptedException {
        await(() -> runtime.service().pipe(name).map(pipe -> pipe.state().state() == state).orElse(false));
    }

    @Test
    void runsAPipeThatIsDroppedAndStopsItWhenItIsRemoved() throws Exception {
        plug();
        write("count.yaml", "input: {numbers: {up-to: 100}}\noutput: collector\n");
        awaitState("count", PipeState.COMPLETED);
        assertThat(collector.numbers()).isEqualTo(LongStream.range(0, 100).boxed().toList());
        Files.delete(home.resolve("pipes/count.yaml"));
        await(() -> runtime.service().pipes().isEmpty());
    }

    private static ReadyPipe ready(String text) {
        return new ReadyPipe() {
            @Override
            public String name() {
                return "count";
            }

            @Override
            public String text() {
                return text;
            }
        };
    }

    @Test
    void aReadyPipeMakesWayForAFileOfItsNameAndComesBackAfterIt() throws Exception {
        plug();
        ReadyPipe pipe = ready("name: count\ninput: {numbers: {up-to: 100}}\noutput: collector\n");
        runtime.addReady(pipe);
        awaitState("count", PipeState.COMPLETED);
        write("count.yaml", "input: numbers\noutput: collector\n");
        awaitState("count", PipeState.RUNNING);
        assertThat(runtime.service().pipes()).hasSize(1);
        Files.delete(home.resolve("pipes/count.yaml"));
        awaitState("count", PipeState.COMPLETED);
        runtime.removeReady(pipe);
        await(() -> runtime.service().pipes().isEmpty());
    }

    /** An output that takes what it gets although its receiver is away. */
    @PluginComponent(kind = PluginKind.OUTPUT, name = "spooling", doc = "Spools.")
    private static final class Spooling implements OutputPlugin<Collector.Config> {
        private volatile NodeContext context;

        @Override
        public Class<Collector.Config> options() {
            return Collector.Config.class;
        }

        @Override
        public Output create(Collector.Config options, NodeContext given) {
            context = given;
            given.degraded("nobody answers at db:1");
            return new Output() {
                @Override
                public void write(Batch batch) {
                }

                @Override
                public void close() {
                }
            };
        }
    }

    @Test
    void showsWhatANodeSaysOfItselfUntilItTakesThatBack() throws Exception {
        Spooling spooling = new Spooling();
        plugins.add(spooling, 0);
        plug();
        write("count.yaml", "input: numbers\noutput: spooling\n");
        awaitState("count", PipeState.DEGRADED);
        assertThat(pipe("count").state().reason()).contains("nobody answers at db:1");
        spooling.context.healthy();
        awaitState("count", PipeState.RUNNING);
    }

    @Test
    void waitsForAPluginByNameAndStartsWhenItComes() throws Exception {
        write("count.yaml", "input: {numbers: {up-to: 100}}\noutput: collector\n");
        awaitState("count", PipeState.WAITING);
        assertThat(pipe("count").state().reason()).isEqualTo("input numbers, output collector");
        plug();
        awaitState("count", PipeState.COMPLETED);
    }

    @Test
    void keepsTheOldPipeRunningThroughABadEditAndSaysWhereItIsBad() throws Exception {
        plug();
        write("count.yaml", "input: numbers\noutput: collector\n");
        awaitState("count", PipeState.RUNNING);
        write("count.yaml", "input: numbers\noutput:\n  collector: {lable: x}\n");
        await(() -> pipe("count").problem().isPresent());
        assertThat(pipe("count").problem().orElseThrow()).contains("count.yaml:3:").contains("did you mean \"label\"");
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.RUNNING);
        assertThat(runtime.service().health().get("count").state()).isEqualTo(Health.State.DEGRADED);
        write("count.yaml", "input: {numbers: {up-to: 5000000, each: 1}}\noutput: collector\n");
        await(() -> pipe("count").problem().isEmpty());
    }

    @Test
    void keepsTheOldPipeRunningUntilThePluginOfAnEditComes() throws Exception {
        plugins.add(new Numbers(), 0);
        Collector other = new Collector();
        plugins.add(other, 0);
        runtime.pluginsChanged();
        write("count.yaml", "input: numbers\noutput: collector\n");
        awaitState("count", PipeState.RUNNING);
        write("count.yaml", "input: numbers\noutput:\n  deaf: {}\n");
        await(() -> pipe("count").problem().isPresent());
        assertThat(pipe("count").problem().orElseThrow()).contains("count.yaml:3:").contains("\"deaf\"");
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.RUNNING);
        plugins.add(new StuckNodeTest.Deaf(), 0);
        runtime.pluginsChanged();
        await(() -> pipe("count").problem().isEmpty());
    }

    @Test
    void losesAndRepeatsNothingThroughEditsUnderLoad() throws Exception {
        plug();
        write("count.yaml", "input: {numbers: {each: 10}}\noutput: collector\n");
        for (int edit = 1; edit <= 3; edit++) {
            int before = collector.count();
            await(() -> collector.count() > before + 1000);
            int each = 10 + edit;
            write("count.yaml", "description: edit " + edit + "\ninput: {numbers: {each: " + each
                    + "}}\noutput: collector\n");
            String description = "edit " + edit;
            await(() -> pipe("count").description().equals(description));
        }
        runtime.service().pause("count");
        List<Long> numbers = collector.numbers();
        assertThat(numbers).isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
    }

    @Test
    void stopsForAPluginThatGoesAndGoesOnWithTheNextOne() throws Exception {
        Numbers first = new Numbers();
        plugins.add(first, 0);
        plugins.add(collector, 0);
        runtime.pluginsChanged();
        write("count.yaml", "input: numbers\noutput: collector\n");
        await(() -> collector.count() > 1000);
        plugins.remove(first);
        runtime.pluginGoing(first);
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.WAITING);
        assertThat(pipe("count").state().reason()).isEqualTo("input numbers");
        int before = collector.count();
        plugins.add(new Numbers(), 0);
        runtime.pluginsChanged();
        await(() -> collector.count() > before + 1000);
        runtime.service().pause("count");
        List<Long> numbers = collector.numbers();
        assertThat(numbers).isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
    }

    @Test
    void takesAPipeWhoseNameAnotherHasGivenUp() {
        plug();
        runtime.service().put("a.yaml", "name: x\ninput: {numbers: {up-to: 1}}\noutput: collector\n");
        runtime.service().put("b.yaml", "name: x\ninput: {numbers: {up-to: 2}}\noutput: collector\n");
        assertThat(pipe("b.yaml").problem()).hasValueSatisfying(problem -> assertThat(problem).contains("is taken"));

        runtime.service().put("a.yaml", "name: y\ninput: {numbers: {up-to: 1}}\noutput: collector\n");
        assertThat(pipe("x").source()).isEqualTo("b.yaml");
        assertThat(pipe("y").source()).isEqualTo("a.yaml");
    }

    @Test
    void refusesTwoPipesOfOneNameAndNamesBoth() throws Exception {
        plug();
        write("a.yaml", "name: same\ninput: numbers\noutput: collector\n");
        awaitState("same", PipeState.RUNNING);
        write("b.yaml", "name: same\ninput: numbers\noutput: collector\n");
        awaitState("b.yaml", PipeState.FAILED);
        assertThat(pipe("b.yaml").state().reason()).contains("a.yaml").contains("b.yaml");
        Files.delete(home.resolve("pipes/a.yaml"));
        await(() -> pipe("same").source().endsWith("b.yaml"));
    }

    @Test
    void staysPausedThroughARestartAndTellsItsHistory() throws Exception {
        plug();
        write("count.yaml", "input: numbers\noutput: collector\n");
        awaitState("count", PipeState.RUNNING);
        runtime.service().pause("count");
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.PAUSED);
        stop();
        restartRuntime();
        plug();
        awaitState("count", PipeState.PAUSED);
        runtime.service().resume("count");
        awaitState("count", PipeState.RUNNING);
        assertThat(pipe("count").history()).extracting(change -> change.state().name())
                .containsSubsequence("PAUSED", "STARTING");
    }
}
