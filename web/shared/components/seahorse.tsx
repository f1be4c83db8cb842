/** Our mark; the name stands beside it. */
export const Seahorse = () => (
  <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
    <rect class="mark-ground" width="64" height="64" rx="15" />
    <path
      class="mark-shape"
      d="M14 25 L25 20 C25 15 28 13 29 10 L32 13 L36 11 L37 15 C42 18 42 23 40 27 C43 29 44 31 44 33 L50 35 L45 39 C44 45 40 48 37 51 C34 57 24 56 24 49 C24 45 29 44 30 47 C30.5 49 28 49 28.5 50.5 C30 52.5 33 50 32.5 47 C32 44 25 42 26 35 C26.5 32 29 31 30 29 C27 29 25 29 24 28 L15 29 C13 29 12.5 26 14 25 Z"
    />
    <circle class="mark-ground" cx="31" cy="20" r="2" />
  </svg>
);
