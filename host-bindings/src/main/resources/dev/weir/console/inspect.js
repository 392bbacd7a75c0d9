// Turns any value into readable text without running the script's code: descriptors are read instead of properties,
// internal slots through getters captured early, and what cannot be read that way (a proxy's traps run, and may throw)
// is caught and shown. Depth, items, string lengths and the whole amount of text are bounded.
(function (host, primordials, read, platform, makeViews) {
  'use strict';
  const {
    Map, getOwnPropertyDescriptor, hasOwn, includes, isArray, list, mapGet, mapSet, mapSize, max, min, ownKeys, slice,
  } = primordials;
  const { accessorLabel, attempt, clip, formatSymbol, isObject, readString } = read;

  const DEFAULT_DEPTH = 2;
  /** The deepest nesting ever shown, so that neither the stack nor the reader's patience runs out. */
  const MAX_DEPTH = 64;
  const MAX_ITEMS = 100;
  const MAX_KEYS = 1000;
  const MAX_STRING = 10000;
  const LINE_WIDTH = 80;
  /** Characters after which containers are shown by name only, and strings in them cut short. */
  const MAX_TEXT = 1 << 20;
  const MAX_STRING_THEN = 64;
  /** A proxy's trap may log the proxy, and so on. */
  const MAX_RUNNING = 4;
  const DEFAULTS = { __proto__: null, depth: undefined, items: undefined, lineWidth: undefined };

  let running = 0;

  const push = (target, item) => {
    target[target.length] = item;
  };

  const more = (count, noun, plural) => `... ${count} more ${count === 1 ? noun : plural}`;

  const formatString = (context, string) => {
    const limit = context.budget > 0 ? MAX_STRING : MAX_STRING_THEN;
    const cut = string.length > limit;
    const shown = cut ? slice(string, 0, limit) : string;
    context.budget -= shown.length;
    const quoted = host.quote(shown, context.indent, context.lineWidth);
    return cut ? quoted + more(string.length - limit, 'character', 'characters') : quoted;
  };

  const formatPrimitive = (context, value) => (typeof value === 'string'
    ? formatString(context, value) : read.formatPrimitive(value));

  /** A property's name as it stands before the colon. */
  const formatKey = (key) => (typeof key === 'symbol' ? `[${formatSymbol(key)}]` : host.propertyName(clip(key)));

  /** What is said of a property: its value, or what kind of accessor it is; null is a binding without a value yet. */
  const formatDescriptor = (context, descriptor, level) => {
    if (descriptor === null) return '<uninitialized>';
    return hasOwn(descriptor, 'value') ? formatValue(context, descriptor.value, level) : accessorLabel(descriptor);
  };

  /** Reads the properties to show into two lists; gives how many keys were left out. */
  const readProperties = (object, shape, shown, names, descriptors) => {
    const keys = shown.keys === undefined ? ownKeys(object) : shown.keys;
    const isModule = shape.name === null && shape.tag === 'Module';
    for (let i = 0; i < keys.length; i++) {
      if (names.length === MAX_KEYS) return keys.length - i;
      const key = keys[i];
      let descriptor;
      if (isModule) {
        // Reading a binding that has no value yet throws.
        descriptor = attempt((module) => getOwnPropertyDescriptor(module, key), object);
        if (descriptor === undefined) {
          push(names, formatKey(key));
          push(descriptors, null);
          continue;
        }
      } else {
        descriptor = getOwnPropertyDescriptor(object, key);
      }
      if (descriptor === undefined || !descriptor.enumerable) continue;
      if (shown.hides !== undefined && shown.hides(key, descriptor)) continue;
      push(names, formatKey(key));
      push(descriptors, descriptor);
    }
    if (shown.noted !== undefined) {
      for (let i = 0; i < shown.noted.length; i++) {
        const descriptor = getOwnPropertyDescriptor(object, shown.noted[i]);
        if (descriptor === undefined || descriptor.enumerable) continue;
        push(names, `[${shown.noted[i]}]`);
        push(descriptors, descriptor);
      }
    }
    return 0;
  };

  const formatObject = (context, object, level, array) => {
    const shape = examine(object);
    const isReport = context.report !== undefined && level === 0;
    const shown = isReport ? reportView(object, context.report) : viewOf(context, object, shape, array);
    const names = list();
    const descriptors = list();
    const leftOut = readProperties(object, shape, shown, names, descriptors);
    if (shown.size === 0 && names.length === 0) return shown.base === '' ? shown.open + shown.close : shown.base;
    if (level > context.depth || context.budget <= 0) {
      if (shown.base !== '') return shown.base;
      const title = prefixOf(shape, array ? 'Array' : 'Object', '');
      return title[0] === '[' ? slice(title, 0, -1) : `[${slice(title, 0, -1)}]`;
    }

    push(context.path, object);
    const deepestBefore = context.deepest;
    context.deepest = level;
    context.indent += 2;
    const entries = list();
    entries.items = 0;
    entries.numeric = true;
    if (shown.fill !== undefined) shown.fill(entries, level + 1);
    for (let i = 0; i < names.length; i++) {
      context.budget -= names[i].length + 4;
      push(entries, `${names[i]}: ${formatDescriptor(context, descriptors[i], level + 1)}`);
    }
    if (leftOut > 0) push(entries, more(leftOut, 'property', 'properties'));
    context.budget -= 4 * entries.length;
    context.indent -= 2;
    const levels = context.deepest - level;
    context.deepest = max(deepestBefore, context.deepest);
    context.path.length--;

    const reference = mapGet(context.references, object);
    let base = shown.base;
    if (reference !== undefined) {
      const mark = `<ref *${reference}>`;
      base = base === '' ? mark : isReport ? `${base} ${mark}` : `${mark} ${base}`;
    }
    return host.arrange(entries, entries.items, entries.numeric, base, shown.open, shown.close, levels, context.indent,
        context.lineWidth);
  };

  const formatCircular = (context, object) => {
    let reference = mapGet(context.references, object);
    if (reference === undefined) {
      reference = mapSize(context.references) + 1;
      mapSet(context.references, object, reference);
    }
    return `[Circular *${reference}]`;
  };

  /** A few words about something thrown, found without running anything of its own. */
  const describeThrown = (context, thrown) => {
    if (!isObject(thrown)) return formatPrimitive(context, thrown);
    const description = attempt((error) => {
      const name = readString(error, 'name');
      const message = readString(error, 'message');
      return clip(name + (name !== '' && message !== '' ? ': ' : '') + message);
    }, thrown);
    return description === undefined || description === '' ? typeof thrown : description;
  };

  const formatValue = (context, value, level) => {
    if (!isObject(value)) return formatPrimitive(context, value);
    const { path, indent, deepest } = context;
    const length = path.length;
    for (let i = 0; i < length; i++) if (path[i] === value) return formatCircular(context, value);
    let array;
    try {
      array = isArray(value);
    } catch {
      return '<Revoked Proxy>';
    }
    try {
      return formatObject(context, value, level, array);
    } catch (thrown) {
      if (length === 0 && context.report !== undefined) return context.report;
      path.length = length;
      context.indent = indent;
      context.deepest = deepest;
      return `<Inspection threw (${describeThrown(context, thrown)})>`;
    }
  };

  const { examine, prefixOf, reportView, viewOf } = makeViews(host, primordials, read, platform, {
    __proto__: null, MAX_STRING, formatDescriptor, formatKey, formatPrimitive, formatValue, more,
  });

  /**
   * The value's text. Options (none may be missing from the object, undefined means the default): depth, how many
   * levels of nested objects are opened; items, how many elements of a collection are shown; lineWidth, in columns.
   * A report is the text of an error that has been put together already: it gets what else there is to the error.
   */
  const inspect = (value, options = DEFAULTS, report = undefined) => {
    if (running === MAX_RUNNING) return report === undefined ? '<Inspection from within inspections>' : report;
    const { depth, items, lineWidth } = options;
    const context = {
      __proto__: null,
      depth: depth === undefined ? DEFAULT_DEPTH : min(depth, MAX_DEPTH),
      items: items === undefined ? MAX_ITEMS : items,
      lineWidth: lineWidth === undefined ? LINE_WIDTH : lineWidth,
      report,
      budget: MAX_TEXT,
      indent: 0,
      deepest: 0,
      path: list(),
      references: new Map(),
    };
    running++;
    try {
      return formatValue(context, value, 0);
    } finally {
      running--;
    }
  };
  return inspect;
})
