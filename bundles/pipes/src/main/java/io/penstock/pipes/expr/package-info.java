/**
 * Expressions over events. The grammar, the macros and the type checker are those of a CEL library; evaluation is our own,
 * straight over event values, so that nothing is converted and nothing is lost on the way.
 */
package io.penstock.pipes.expr;
