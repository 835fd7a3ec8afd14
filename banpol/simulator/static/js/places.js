// Places of South Sumatra that many know; coordinates in degrees, good to some hundred metres.

export const PLACES = [
  { name: "Jembatan Ampera, Palembang", lat: -2.9917, lon: 104.7636 },
  { name: "Bandara SMB II, Palembang", lat: -2.8983, lon: 104.7 },
  { name: "Jakabaring Sport City, Palembang", lat: -3.0217, lon: 104.79 },
  { name: "Indralaya, Ogan Ilir", lat: -3.219, lon: 104.646 },
  { name: "Kota Prabumulih", lat: -3.4328, lon: 104.2356 },
  { name: "Sekayu, Musi Banyuasin", lat: -2.8806, lon: 103.8428 },
  { name: "Baturaja, Ogan Komering Ulu", lat: -4.1283, lon: 104.1694 },
  { name: "Kota Lubuk Linggau", lat: -3.2967, lon: 102.8617 },
];
