// The console namespace object: https://console.spec.whatwg.org/#console-namespace
(function (unguarded, primordials, platform) {
  'use strict';
  const {
    Error, Map, RangeError, TypeError, defineProperty, indexOf, join, list, mapDelete, mapGet, mapHas, mapSet, parseFloat,
    parseInt, slice, toStringTag, toText,
  } = primordials;
  // The host's methods fail only where the stack ends, and a script must not get hold of the exception of that.
  const endOfStack = () => new RangeError('Maximum call stack size exceeded');
  const host = {
    __proto__: null,
    load: (name) => { try { return unguarded.load(name); } catch { throw endOfStack(); } },
    print: (level, groups, text) => { try { unguarded.print(level, groups, text); } catch { throw endOfStack(); } },
    clear: () => { try { unguarded.clear(); } catch { throw endOfStack(); } },
    now: () => { try { return unguarded.now(); } catch { throw endOfStack(); } },
    duration: (ms) => { try { return unguarded.duration(ms); } catch { throw endOfStack(); } },
    quote: (text, indent, width) => { try { return unguarded.quote(text, indent, width); } catch { throw endOfStack(); } },
    propertyName: (name) => { try { return unguarded.propertyName(name); } catch { throw endOfStack(); } },
    indent: (text, columns) => { try { return unguarded.indent(text, columns); } catch { throw endOfStack(); } },
    arrange: (entries, items, numeric, base, open, close, levels, indent, width) => {
      try {
        return unguarded.arrange(entries, items, numeric, base, open, close, levels, indent, width);
      } catch {
        throw endOfStack();
      }
    },
    table: (cells, columns) => { try { return unguarded.table(cells, columns); } catch { throw endOfStack(); } },
  };
  const read = host.load('read')(primordials);
  const { attempt, formatPrimitive, isObject, ownData } = read;

  // The numbers of ConsoleOutput.Level.
  const LOG = 0;
  const INFO = 1;
  const DEBUG = 2;
  const WARN = 3;
  const ERROR = 4;

  const DIRECTIVE_DEPTH = { __proto__: null, depth: 4, items: undefined, lineWidth: undefined };

  const counts = new Map();
  const timers = new Map();
  let groupDepth = 0;
  let inspector;
  let tableRenderer;

  /** The text of any value. What makes it is loaded when there is something to show that is not plain text. */
  const inspect = (value, options, report) => {
    if (inspector === undefined) {
      inspector = host.load('inspect')(host, primordials, read, platform, host.load('views'));
    }
    return inspector(value, options, report);
  };

  const renderTable = (data, columns) => {
    if (tableRenderer === undefined) tableRenderer = host.load('table')(host, primordials, read, inspect);
    return tableRenderer(data, columns);
  };

  const print = (level, line) => host.print(level, groupDepth, line);

  const show = (value) => {
    if (typeof value === 'string') return value;
    return isObject(value) ? inspect(value) : formatPrimitive(value);
  };

  const showAll = (values, from = 0) => {
    if (values.length === from + 1) return show(values[from]);
    const shown = list();
    for (let i = from; i < values.length; i++) shown[shown.length] = show(values[i]);
    return join(shown, ' ');
  };

  /** What %s makes of a value; where String() throws, the value is shown as without a directive. */
  const stringOf = (value) => {
    try {
      return toText(value);
    } catch {
      return inspect(value);
    }
  };

  const numberOf = (parse, value) => {
    if (typeof value === 'symbol') return 'NaN';
    try {
      return formatPrimitive(parse(value));
    } catch {
      return 'NaN';
    }
  };
  const parseDecimal = (value) => parseInt(value, 10);

  /** The text of one directive, or undefined when the letter is none. */
  const convert = (letter, value) => {
    switch (letter) {
      case 's': return stringOf(value);
      case 'd':
      case 'i': return numberOf(parseDecimal, value);
      case 'f': return numberOf(parseFloat, value);
      case 'o':
      case 'O': return inspect(value, DIRECTIVE_DEPTH);
      case 'c': return ''; // consumed: plain text has no styles
      default: return undefined;
    }
  };

  /**
   * https://console.spec.whatwg.org/#formatter and #printer: the values as one text.
   *
   * NON-STANDARD: text that a directive has put in is not searched for directives again, so that a logged string
   * with a percent sign in it cannot consume the arguments that follow; and %% is a percent sign, as in every console.
   */
  const format = (values) => {
    const template = values[0];
    if (typeof template !== 'string' || values.length === 1) return showAll(values);
    const pieces = list();
    let next = 1;
    let from = 0;
    let at = indexOf(template, '%');
    while (at >= 0 && at + 1 < template.length) {
      const letter = template[at + 1];
      let converted;
      if (letter === '%') {
        converted = '%';
      } else if (next < values.length) {
        converted = convert(letter, values[next]);
        if (converted !== undefined) next++;
      }
      if (converted === undefined) {
        at = indexOf(template, '%', at + 1);
      } else {
        pieces[pieces.length] = slice(template, from, at);
        pieces[pieces.length] = converted;
        from = at + 2;
        at = indexOf(template, '%', from);
      }
    }
    pieces[pieces.length] = slice(template, from);
    const start = join(pieces, '');
    return next < values.length ? `${start} ${showAll(values, next)}` : start;
  };

  /** Prints what `make` makes of the values; nothing thrown on the way (no stack left, too long a text) gets out. */
  const printSafely = (level, make, values) => {
    const line = attempt(make, values);
    print(level, line === undefined ? '<this cannot be shown>' : line);
  };

  /** https://console.spec.whatwg.org/#logger */
  const log = (level, values) => {
    if (values.length > 0) printSafely(level, format, values);
  };

  /** A label as Web IDL converts it: author code may run, and may throw through. */
  const labelOf = (label) => (label === undefined ? 'default' : `${label}`);

  const countMissing = (label) => `Count for '${label}' does not exist`;

  const timerMissing = (label) => `Timer '${label}' does not exist`;

  const timerExists = (label) => `Timer '${label}' already exists`;

  const elapsed = (label) => `${label}: ${host.duration(host.now() - mapGet(timers, label))}`;

  /** The frames of the script that called, without this file's. */
  const callerFrames = () => {
    const stack = ownData(new Error(), 'stack');
    const start = typeof stack === 'string' ? indexOf(stack, '\n    at') : -1;
    return start < 0 ? '' : slice(stack, start);
  };

  /** Web IDL's sequence<DOMString>, optional. */
  const columnsOf = (properties) => {
    if (properties === undefined) return undefined;
    if (!isObject(properties)) {
      throw new TypeError('console.table: the list of columns must be a sequence of strings');
    }
    const columns = list();
    for (const property of properties) columns[columns.length] = `${property}`;
    return columns;
  };

  /** `depth` of console.dir's options; null and Infinity mean all levels. */
  const dirOptions = (options) => {
    let depth;
    try {
      ({ depth } = options);
    } catch {
      depth = undefined;
    }
    if (depth === null) depth = Infinity;
    return { __proto__: null, depth: typeof depth === 'number' && depth >= 0 ? depth : undefined, items: undefined,
      lineWidth: undefined };
  };

  // The prototype is an empty object of its own, as the specification asks for the sake of old pages.
  const namespace = {
    __proto__: {},

    assert(condition = false, ...data) {
      if (condition) return;
      if (data.length === 0) {
        print(ERROR, 'Assertion failed');
      } else {
        printSafely(ERROR, (values) => {
          if (typeof values[0] !== 'string') return `Assertion failed ${showAll(values)}`;
          values[0] = `Assertion failed: ${values[0]}`;
          return format(values);
        }, data);
      }
    },

    clear() {
      groupDepth = 0;
      host.clear();
    },

    debug(...data) {
      log(DEBUG, data);
    },

    error(...data) {
      log(ERROR, data);
    },

    info(...data) {
      log(INFO, data);
    },

    log(...data) {
      log(LOG, data);
    },

    table(tabularData = undefined, properties = undefined) {
      const columns = columnsOf(properties);
      printSafely(LOG, (data) => {
        const table = renderTable(data, columns);
        return table === undefined ? show(data) : table;
      }, tabularData);
    },

    trace(...data) {
      const frames = callerFrames();
      printSafely(LOG, (values) => `Trace${values.length === 0 ? '' : `: ${format(values)}`}${frames}`, data);
    },

    warn(...data) {
      log(WARN, data);
    },

    dir(item = undefined, options = undefined) {
      if (options !== undefined && options !== null && !isObject(options)) {
        throw new TypeError('console.dir: options must be an object');
      }
      const limits = isObject(options) ? dirOptions(options) : undefined;
      printSafely(LOG, (value) => inspect(value, limits), item);
    },

    dirxml(...data) {
      if (data.length > 0) printSafely(LOG, showAll, data);
    },

    count(label = undefined) {
      const name = labelOf(label);
      const count = mapHas(counts, name) ? mapGet(counts, name) + 1 : 1;
      mapSet(counts, name, count);
      printSafely(INFO, (shown) => `${shown}: ${count}`, name);
    },

    countReset(label = undefined) {
      const name = labelOf(label);
      if (!mapDelete(counts, name)) printSafely(WARN, countMissing, name);
    },

    group(...data) {
      log(LOG, data);
      groupDepth++;
    },

    groupCollapsed(...data) {
      log(LOG, data);
      groupDepth++;
    },

    groupEnd() {
      if (groupDepth > 0) groupDepth--;
    },

    time(label = undefined) {
      const name = labelOf(label);
      if (mapHas(timers, name)) printSafely(WARN, timerExists, name);
      else mapSet(timers, name, host.now());
    },

    timeLog(label = undefined, ...data) {
      const name = labelOf(label);
      if (!mapHas(timers, name)) printSafely(WARN, timerMissing, name);
      else printSafely(LOG, (values) => elapsed(name) + (values.length === 0 ? '' : ` ${showAll(values)}`), data);
    },

    timeEnd(label = undefined) {
      const name = labelOf(label);
      if (!mapHas(timers, name)) {
        printSafely(WARN, timerMissing, name);
      } else {
        printSafely(INFO, elapsed, name);
        mapDelete(timers, name);
      }
    },

    // NON-STANDARD: marks a browser's performance timeline, of which there is none here.
    timeStamp() {},
  };
  defineProperty(namespace, toStringTag, {
    __proto__: null, value: 'console', writable: false, enumerable: false, configurable: true,
  });
  return {
    __proto__: null,
    namespace,
    inspect: (value) => inspect(value),
    // What was thrown may be no object, which the engine does not tell the host.
    report: (error, text) => (isObject(error) ? inspect(error, undefined, text) : text),
    install: () => {
      defineProperty(globalThis, 'console', {
        __proto__: null, value: namespace, writable: true, enumerable: false, configurable: true,
      });
    },
  };
})
