package io.penstock.relay.client.component;

import io.penstock.core.options.Settings;
import io.penstock.core.plugin.ReadyPipe;
import io.penstock.relay.client.settings.RelayOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** Offers the pipe {@code relay-out} while the table {@code [relay-client]} names a server. */
@Component(service = {}, immediate = true, configurationPid = "io.penstock.relay.client",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RelayOutPipe {
    private static final String NAME = "relay-out";

    private final Optional<ServiceRegistration<ReadyPipe>> registration;

    /** Registers it by hand: whether there is one depends on the settings. */
    @Activate
    public RelayOutPipe(BundleContext context, Map<String, Object> properties) {
        boolean named = !Settings.bind(RelayOptions.class, properties, text -> text).relayServer().isEmpty();
        String text = text();
        registration = named ? Optional.of(context.registerService(ReadyPipe.class, new Ready(text), null))
                : Optional.empty();
    }

    /** The pipe's text, as it lies in {@code pipes/ready} too. */
    static String text() {
        try (InputStream in = RelayOutPipe.class.getResourceAsStream("/relay-out.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("this bundle's own pipe cannot be read", e);
        }
    }

    @Deactivate
    void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }

    private record Ready(String text) implements ReadyPipe {
        @Override
        public String name() {
            return NAME;
        }
    }
}
