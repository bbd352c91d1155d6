/**
 * The Pipe Language: from text with line and column to a {@link io.penstock.pipes.model.PipeDefinition}, and everything lint
 * has to say on the way. Plain Java, no state kept between texts.
 */
package io.penstock.pipes.lang;
