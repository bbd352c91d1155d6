package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.plugin.Plugin;
import io.penstock.pipes.api.PipeState;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pipes whose plugins come and go. */
class PluginChangesTest extends RuntimeUnderTest {
    /** A plugin from a class loader of its own, as a bundle's would be. */
    private static Plugin<?> foreign(ClassLoader loader) throws ReflectiveOperationException {
        return (Plugin<?>) loader.loadClass(Numbers.class.getName()).getConstructor().newInstance();
    }

    /** Loads the classes of the plugin anew, everything else from the parent. */
    private static final class BundleLoader extends ClassLoader {
        private BundleLoader() {
            super(PluginChangesTest.class.getClassLoader());
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

    @Test
    void waitsForAPluginByNameAndStartsWhenItComes() throws Exception {
        write("count.yaml", "input: {numbers: {up-to: 100}}\noutput: collector\n");
        awaitState("count", PipeState.WAITING);
        assertThat(pipe("count").state().reason()).isEqualTo("input numbers, output collector");
        plug();
        awaitState("count", PipeState.COMPLETED);
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
}
