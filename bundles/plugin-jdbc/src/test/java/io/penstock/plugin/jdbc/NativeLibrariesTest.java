package io.penstock.plugin.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
    private static final String FOLDER = "org.sqlite.tmpdir";

    @TempDir
    private Path folder;

    @Test
    void isLoadedAtTheNextTryWhenItCouldNotBeUnpackedAtTheFirst() throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where the folder should be");
        String before = System.setProperty(FOLDER, blocked.toString());
        // A driver of its own: the one on the class path may have been loaded by another test.
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Method load = loader.loadClass(NativeLibraries.class.getName()).getDeclaredMethod("load");
            load.setAccessible(true);

            assertThatThrownBy(() -> load.invoke(null)).isInstanceOf(InvocationTargetException.class)
                    .cause().hasMessageContaining("\"" + blocked + "\"");

            System.setProperty(FOLDER, folder.toString());
            load.invoke(null);
            assertThat(connect(loader)).isNotNull();
        } finally {
            if (before == null) {
                System.clearProperty(FOLDER);
            } else {
                System.setProperty(FOLDER, before);
            }
        }
    }

    private static Object connect(ClassLoader loader) throws Exception {
        Method connect = loader.loadClass("org.sqlite.JDBC").getMethod("createConnection", String.class, Properties.class);
        try (AutoCloseable connection = (AutoCloseable) connect.invoke(null, "jdbc:sqlite::memory:", new Properties())) {
            return connection;
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
