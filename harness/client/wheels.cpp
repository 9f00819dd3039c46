#include "harness/client/wheels.h"

#include <algorithm>

namespace kproof {
namespace {

// scripts/settings/wheel-row.sh prints the row of a version of confluent-kafka.
constexpr Wheel kWheels[] = {
    {"1.8.2", "1.8.2", "39", "manylinux2010_x86_64",
     "e49382a943fb47813f421e913cc6c87cd1d4bfdecad1785efa0dacada7003d84",
     "274fb0a98b020fb56f0d0d1931f699317648c54884868a8d9a51d52d03c91425"},
    {"1.9.2", "1.9.2", "310", "manylinux_2_17_x86_64",
     "f970a2c6d22c934ea68d645abcc96056ecb107489f28a38b2171f65655b7e41f",
     "7ad5303a15b71d794b29009340855d43afc06d1f1713fd23689c71f4efe90a12"},
    {"2.0.2", "2.0.2", "311", "manylinux_2_17_x86_64",
     "69f2582420b5c010b64812c0ff1f391d32fbca2f5783f00b19e9f296bbf70202",
     "f339ac6b5e3a13e06c86149591817afa8f91dfab2376be075de4a9e1f38390c2"},
    {"2.1.1", "2.1.1", "311", "manylinux_2_17_x86_64",
     "c906bb753381c809dbd8576507ff3410193f8edb28a63caef85ccd0f85996b4d",
     "cc589dc3154a972f58eb50bdd7ddbde123dcc182d67b09e80a8b4238ca821761"},
    {"2.3.0", "2.3.0", "311", "manylinux_2_17_x86_64",
     "e9b42bf1b75fdd9aa20c77b27f166f6289440ac649f70622a0117a8e7aa6169d",
     "9bcfc4203d387e65f649ff01b46d573ebf81e624979b61b3b7f83edfe2ff0861"},
    {"2.5.3", "2.5.3", "311", "manylinux_2_28_x86_64",
     "8ec7a407bcb2eb122ff159d602cedc41d858f4c66a436c778f5d2f9f15fbec4e",
     "3fda5d6dcd5c4a7a68e443d47ba558254e30fa8ae9895442e4a4ffe67e4a5afb"},
    {"2.6.1", "2.6.1", "311", "manylinux_2_28_x86_64",
     "15af5ae70c9376aba62462f20dbc846364a41f6ae4071baac36a3adb44ec29bb",
     "1c5c4585de39b7890fa804bb1f449d66db36ce4e1ecea35304e4733f91576d9d"},
    {"2.8.0", "2.8.2", "311", "manylinux_2_28_x86_64",
     "fd10d521873e7d2f64c7d1bc0ee1fc27434d7bc45e50e8a8abf7e8366e38002a",
     "e7170a80d059253a285400e509cb78bb84a1cb97254641b67fb3e8f44b6cea79"},
    {"2.10.1", "2.10.1", "311", "manylinux_2_28_x86_64",
     "f17b45fcdecf0d58c584d5ae95257078759796aaed73ebbe1d32431228c50467",
     "efeb6ee305150f03dcd33c331d0e186b394d84bd84a3d92ec56d6b08535f25d6"},
    {"2.12.1", "2.12.2", "311", "manylinux_2_28_x86_64",
     "f26e107597cacb28b6d3333942b665dcb5a3838a1bc2d7b979c4486d22320d0f",
     "931b39c38e27fec29ea9c55939e716376b51f19b5e8ff107ccb5debb01d0b657"},
    {"2.14.2", "2.14.2", "311", "manylinux_2_28_x86_64",
     "6e4abff7d6c1a27787ece44f3e56bcda9b0fa0a141c9b651a6cd13fbc7f943f9",
     "064b2b60db65ebd5df75fdcc73726b7bdec9d3628aa85de89888e1a6ca2f22b1"},
    {"2.16.0", "2.16.1", "311", "manylinux_2_28_x86_64",
     "24f613cc81a856b6fbb2d7d11044a9aa770044eecc1f83ff84618688b056be06",
     "2cabc03797de87512aa91effc6cd6ae8b07be37b1ac99344b3d18f68ce10b1fa"},
};

}  // namespace

std::span<const Wheel> Wheels() { return kWheels; }

const Wheel* FindWheel(std::string_view librdkafka) {
  const auto found = std::find_if(std::begin(kWheels), std::end(kWheels), [&](const Wheel& wheel) {
    return wheel.librdkafka == librdkafka;
  });
  return found == std::end(kWheels) ? nullptr : found;
}

}  // namespace kproof
