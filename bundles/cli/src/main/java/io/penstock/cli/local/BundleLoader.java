package io.penstock.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The classes of one bundle's jar, as in the framework: what the jar itself holds comes first (libraries inside it are
 * its own), then what the command has, and only then what other bundles offer. Thread-safe.
 */
final class BundleLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Supplier<ClassLoader> others;

    BundleLoader(Path jar, ClassLoader command, Supplier<ClassLoader> others) {
        super(jar.getFileName().toString(), new URL[] {url(jar)}, command);
        this.others = others;
    }

    /** All of the given jars in one: for what bundles offer each other. */
    static ClassLoader together(List<Path> jars, ClassLoader command) {
        return new URLClassLoader("bundles", jars.stream().map(BundleLoader::url).toArray(URL[]::new), command);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : name.startsWith("java.") ? super.loadClass(name, resolve) : search(name);
        }
    }

    private Class<?> search(String name) throws ClassNotFoundException {
        if (findResource(name.replace('.', '/') + ".class") != null) {
            return findClass(name);
        }
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            return others.get().loadClass(name);
        }
    }

    /** Only its own: a service file of another bundle would name classes this one must not see. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return findResources(name);
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getParent().getResource(name);
    }
}
