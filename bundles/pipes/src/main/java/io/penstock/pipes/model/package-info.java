/** A pipe as understood: what the language hands to the runtime. Immutable values, no behaviour. */
package io.penstock.pipes.model;
