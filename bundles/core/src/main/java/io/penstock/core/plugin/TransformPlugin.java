package io.penstock.core.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes transforms. */
@ConsumerType
public non-sealed interface TransformPlugin<O> extends Plugin<O> {
    /** Makes one transform for one pipe. No I/O beyond reading a small local file the options name. */
    Transform create(O options, NodeContext context);

    /** The named ports it may emit to besides the default one; a pipe refers to them as {@code step.port}. */
    default List<String> ports(O options) {
        return List.of();
    }
}
