// A line over the last prices of one symbol.

const margin = { top: 12, right: 76, bottom: 24, left: 8 };

export class Chart {
  #canvas;

  constructor(canvas) {
    this.#canvas = canvas;
  }

  /** @param {{ at: number, price: number }[]} points oldest first */
  draw(points) {
    const { width, height, context } = this.#prepare();
    if (points.length < 2) {
      return;
    }

    // As computed: a canvas does not know light-dark().
    const { color, borderTopColor: line, outlineColor: soft } = getComputedStyle(this.#canvas);
    const [oldest, newest] = [points[0].at, points.at(-1).at];
    let [low, high] = [Infinity, -Infinity];
    for (const { price } of points) {
      low = Math.min(low, price);
      high = Math.max(high, price);
    }
    const room = (high - low || high / 1000) * 0.08;
    [low, high] = [low - room, high + room];
    const x = at => margin.left + (at - oldest) / Math.max(1, newest - oldest) * (width - margin.left - margin.right);
    const y = price => margin.top + (high - price) / (high - low) * (height - margin.top - margin.bottom);

    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.strokeStyle = line;
    context.fillStyle = soft;
    for (let i = 0; i <= 4; i++) {
      const price = low + (high - low) * i / 4;
      context.beginPath();
      context.moveTo(margin.left, y(price));
      context.lineTo(width - margin.right, y(price));
      context.stroke();
      context.fillText(price.toFixed(digits(price)), width - margin.right + 8, y(price));
    }
    context.textBaseline = 'alphabetic';
    context.fillText(new Date(oldest).toLocaleTimeString(), margin.left, height - 6);
    context.textAlign = 'right';
    context.fillText(new Date(newest).toLocaleTimeString(), width - margin.right, height - 6);
    context.textAlign = 'left';

    context.strokeStyle = color;
    context.lineWidth = 2;
    context.lineJoin = 'round';
    context.beginPath();
    for (const { at, price } of points) {
      context.lineTo(x(at), y(price));
    }
    context.stroke();
    context.fillStyle = context.strokeStyle;
    context.beginPath();
    context.arc(x(newest), y(points.at(-1).price), 4, 0, 2 * Math.PI);
    context.fill();
  }

  #prepare() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = devicePixelRatio || 1;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    const context = this.#canvas.getContext('2d');
    context.scale(scale, scale);
    return { width, height, context };
  }
}

export const digits = price => price < 10 ? 4 : 2;
