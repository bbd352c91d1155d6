package io.penstock.relay.server;

import io.penstock.core.options.Settings;
import io.penstock.core.plugin.ReadyPipe;
import io.penstock.core.secret.TextResolver;
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
import org.osgi.service.component.annotations.Reference;

/** Offers the pipe {@code relay-in} while {@code [relay-server]} has an address. */
@Component(immediate = true, service = ReadyRelayIn.class, configurationPid = RelayServerCapability.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ReadyRelayIn {
    static final String NAME = "relay-in";

    private final Optional<ServiceRegistration<ReadyPipe>> registration;

    /** Offers it, if there is an address. */
    @Activate
    public ReadyRelayIn(BundleContext context, Map<String, Object> properties, @Reference TextResolver texts) {
        RelayOptions table = Settings.bind(RelayOptions.class, properties, texts);
        String text = text();
        registration = table.address().map(address -> context.registerService(ReadyPipe.class, new ReadyPipe() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public String text() {
                return text;
            }
        }, null));
    }

    /** The pipe, as it also lies ready for being changed in {@code pipes/ready}. */
    static String text() {
        try (InputStream in = ReadyRelayIn.class.getResourceAsStream("relay-in.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Deactivate
    void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
