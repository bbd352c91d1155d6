package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.Garbage;
import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the bundle goes, nothing of it stays: as in OSGi, what is beside it (Netty, the wire, core) has a loader of its own. */
@Timeout(60)
class AgentGoesTest {
    @TempDir
    private Path folder;

    /** The bundle's own classes, anew. */
    private static final class BundleLoader extends ClassLoader {
        private static final List<String> BESIDE = List.of("io.penstock.tunnel.wire.", "io.penstock.tunnel.testing.");

        BundleLoader() {
            super(BundleLoader.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.penstock.tunnel.") || BESIDE.stream().anyMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void nothingOfItStaysWhenItGoes() throws Exception {
        try (TestGateway gateway = new TestGateway(folder); EchoTarget target = new EchoTarget()) {
            WeakReference<ClassLoader> loader = comeAndGo(gateway, "127.0.0.1:" + target.port());
            Until.holds("its classes are collected", () -> {
                Garbage.collect();
                return loader.get() == null;
            });
        }
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> comeAndGo(TestGateway gateway, String address) throws Exception {
        ClassLoader loader = new BundleLoader();
        Class<?> start = loader.loadClass("io.penstock.tunnel.agent.StartedAgent");
        assertThat(start.getClassLoader()).isSameAs(loader);
        Map<String, Object> table = Map.of("id", TestGateway.ID, "private-key", gateway.key().text().reveal(), "gateway",
                gateway.address(), "gateway-pin", gateway.pin(), "allow", List.of("127.0.0.1:1-65535", "nobody.invalid:1"),
                "targets", Map.of("echo", address), "connections", 2);
        var function = (Function<Map<String, Object>, AutoCloseable>) start.getDeclaredConstructor().newInstance();
        try (AutoCloseable agent = function.apply(table)) {
            GatewayEnd end = gateway.next();
            gateway.next();
            assertThat(end.open("echo", "x").read(1)).isEqualTo("x");
            end.open("127.0.0.1:1", "").first(Message.Failed.class);
            end.open("nobody.invalid:1", "").first(Message.Failed.class);
        }
        return new WeakReference<>(loader);
    }
}
