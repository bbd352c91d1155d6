package io.penstock.config.service;

import io.penstock.config.source.Keys;
import io.penstock.core.options.Capability;
import io.penstock.core.options.Options;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeProvider;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * A capability's settings as a form of the web console. Besides the options it lists every key present in the
 * configuration: the console drops whatever its form does not show.
 */
final class SettingsForm implements MetaTypeProvider, ObjectClassDefinition {
    private final Capability capability;
    private final Keys keys;
    private final Supplier<List<String>> present;

    SettingsForm(Capability capability, Supplier<List<String>> present) {
        this.capability = capability;
        this.keys = new Keys(Options.of(capability.settings()));
        this.present = present;
    }

    @Override
    public ObjectClassDefinition getObjectClassDefinition(String id, String locale) {
        return this;
    }

    @Override
    public String[] getLocales() {
        return null;
    }

    @Override
    public String getName() {
        return "Penstock " + capability.table();
    }

    @Override
    public String getID() {
        return capability.pid();
    }

    @Override
    public String getDescription() {
        return capability.doc();
    }

    @Override
    public AttributeDefinition[] getAttributeDefinitions(int filter) {
        List<AttributeDefinition> fields = new ArrayList<>();
        for (Keys.Leaf leaf : keys.leaves()) {
            fields.add(FormField.of(leaf));
        }
        for (String key : present.get()) {
            if (keys.leaves().stream().noneMatch(leaf -> leaf.key().equals(key))) {
                keys.leafOf(key).ifPresent(leaf -> fields.add(FormField.below(leaf, key)));
            }
        }
        return filter == OPTIONAL ? new AttributeDefinition[0] : fields.toArray(AttributeDefinition[]::new);
    }

    @Override
    public InputStream getIcon(int size) {
        return null;
    }
}
