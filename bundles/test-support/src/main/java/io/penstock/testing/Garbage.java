package io.penstock.testing;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Collects what nobody holds, class loaders too. The JDK's own handles for the methods of records remember the type they
 * were last asked for (Java 17 for ever, 25 softly): one class loader at most, of whichever record was linked last. That
 * is no leak, it does not grow; so they are asked for something else first.
 */
public final class Garbage {
    private Garbage() {
    }

    /** Of a loader of its own: types that never go are remembered elsewhere. */
    private record Linked(Component component) {
    }

    private record Component() {
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(Garbage.class.getClassLoader());
        }

        Class<?> define(Class<?> known) throws Exception {
            try (InputStream in = known.getResourceAsStream('/' + known.getName().replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(known.getName(), bytes, 0, bytes.length);
            }
        }
    }

    /** Collects now. Thread-safe. */
    public static void collect() {
        try {
            Loader loader = new Loader();
            loader.define(Garbage.class);
            Class<?> component = loader.define(Component.class);
            Class<?> linked = loader.define(Linked.class);
            link(linked, component, "equals", MethodType.methodType(boolean.class, linked, Object.class));
            link(linked, component, "hashCode", MethodType.methodType(int.class, linked));
            link(linked, component, "toString", MethodType.methodType(String.class, linked));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        System.gc();
    }

    private static void link(Class<?> linked, Class<?> component, String method, MethodType type) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(linked, MethodHandles.lookup());
        MethodHandle getter = lookup.findGetter(linked, "component", component);
        ObjectMethods.bootstrap(lookup, method, type, linked, "component", getter);
    }
}
