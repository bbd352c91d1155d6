package io.penstock.config.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.log.LogCapability;
import io.penstock.core.options.Capability;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

class SettingsFormTest {
    record Inner(@Option(doc = "A number.", value = "3") int count) {
    }

    record Sample(@Option(doc = "A password.") Optional<Secret> password, @Option(doc = "Inside.") Optional<Inner> inner,
            @Option(doc = "Some texts.") List<String> texts, @Option(doc = "Headers.") Map<String, Secret> headers) {
    }

    private record Table() implements Capability {
        @Override
        public String table() {
            return "a-b";
        }

        @Override
        public Class<?> settings() {
            return Sample.class;
        }

        @Override
        public String doc() {
            return "A sample.";
        }
    }

    private static AttributeDefinition field(ObjectClassDefinition form, String id) {
        return Arrays.stream(form.getAttributeDefinitions(ObjectClassDefinition.ALL))
                .filter(field -> field.getID().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void offersChoicesDefaultsAndDescriptions() {
        SettingsForm form = new SettingsForm(new LogCapability(), List::of);

        AttributeDefinition level = field(form, "level");
        assertThat(level.getOptionValues()).containsExactly("off", "error", "warn", "info", "debug", "trace");
        assertThat(level.getDefaultValue()).containsExactly("info");
        assertThat(level.getDescription()).startsWith("The least severe");
        assertThat(field(form, "file").getType()).isEqualTo(AttributeDefinition.BOOLEAN);
        assertThat(field(form, "levels").getCardinality()).isPositive();
        assertThat(form.getID()).isEqualTo("io.penstock.log");
    }

    @Test
    void hidesSecretsAndGoesIntoNestedOptions() {
        SettingsForm form = new SettingsForm(new Table(), () -> List.of("headers.X-Key", "password"));

        assertThat(field(form, "password").getType()).isEqualTo(AttributeDefinition.PASSWORD);
        assertThat(field(form, "inner.count").getType()).isEqualTo(AttributeDefinition.INTEGER);
        assertThat(field(form, "headers.X-Key").getType()).isEqualTo(AttributeDefinition.PASSWORD);
        assertThat(form.getAttributeDefinitions(ObjectClassDefinition.ALL)).extracting(AttributeDefinition::getID)
                .containsExactly("password", "inner.count", "texts", "headers", "headers.X-Key");
    }
}
