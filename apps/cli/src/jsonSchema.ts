import type { GenericSchema } from 'valibot';

/** A JSON Schema (draft 2020-12) as far as results need it. */
export type JsonSchema = {
  [key: string]: JsonSchema | JsonSchema[] | string | string[] | number | boolean | null;
};

/** What valibot keeps of the schemas that results are made of. */
interface Known {
  type: string;
  entries?: Record<string, Known>;
  item?: Known;
  items?: Known[];
  wrapped?: Known;
  value?: Known & (string | number | boolean);
  options?: Known[] & string[];
}

/** The JSON Schema of a result; throws for a kind of schema that no result has had so far. */
export function jsonSchema(schema: GenericSchema): JsonSchema {
  return convert(schema as unknown as Known);
}

function convert(schema: Known): JsonSchema {
  switch (schema.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: schema.type };
    case 'unknown':
      return {};
    case 'literal':
      return { const: schema.value as string | number | boolean };
    case 'picklist':
      return { enum: schema.options as string[] };
    case 'array':
      return { type: 'array', items: convert(schema.item as Known) };
    case 'tuple': {
      const items = schema.items as Known[];
      return {
        type: 'array',
        prefixItems: items.map(convert),
        minItems: items.length,
        maxItems: items.length,
      };
    }
    case 'record':
      return { type: 'object', additionalProperties: convert(schema.value as Known) };
    case 'nullable':
      return { anyOf: [convert(schema.wrapped as Known), { type: 'null' }] };
    case 'object': {
      const entries = Object.entries(schema.entries as Record<string, Known>);
      const required = entries.filter(([, value]) => value.type !== 'optional').map(([key]) => key);
      const properties = entries.map(([key, value]): [string, JsonSchema] => [
        key,
        convert(value.type === 'optional' ? (value.wrapped as Known) : value),
      ]);
      return {
        type: 'object',
        properties: Object.fromEntries(properties),
        required,
        additionalProperties: false,
      };
    }
    default:
      throw new TypeError(`jsonSchema: a result may not hold a '${schema.type}'`);
  }
}
